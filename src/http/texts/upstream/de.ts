import type { UpstreamTexts } from "./upstream_texts.ts";

/** What is said in German about signing in with somebody else's server. */
export const upstream: UpstreamTexts = {
  or: "oder",
  continueWith: (name) => `Weiter mit ${name}`,
  lastUsed: "Damit haben Sie sich zuletzt angemeldet.",
  organisation: {
    submit: "Mit meiner Organisation anmelden",
    unknown:
      "Mit solchen Adressen meldet sich hier keine Organisation an. Geben Sie Ihre Arbeitsadresse ein oder melden Sie sich anders an.",
  },
  signOutThere: (name) => `Auch bei ${name} abmelden`,
  confirm: {
    title: (name) => `Weiter mit ${name}?`,
    message: (name) =>
      `Zum Anmelden gelangen Sie zu ${name}. Wenn Sie das nicht wollten, schließen Sie einfach diese Seite.`,
  },
  denied: {
    title: (name) => `Sie haben sich nicht mit ${name} angemeldet`,
    message: "Es ist nichts geschehen. Sie können es noch einmal versuchen oder sich anders anmelden.",
  },
  unreachable: {
    title: (name) => `Wir erreichen ${name} nicht`,
    message: (name) =>
      `${name} antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal, oder melden Sie sich anders an.`,
  },
  unusable: {
    title: (name) => `Die Anmeldung mit ${name} hat nicht geklappt`,
    message: (name) =>
      `Auf die Antwort von ${name} können wir uns nicht verlassen. Bitte versuchen Sie es noch einmal, oder melden Sie sich anders an.`,
  },
  outdated: {
    title: (name) => `Eine Anmeldung mit ${name} ist nicht möglich`,
    message: (name) =>
      `${name} meldet Menschen auf eine alte Weise an, die jemand anderes in Ihrem Namen missbrauchen könnte. Bitte melden Sie sich auf einem anderen Weg an.`,
  },
  proof: {
    ask: {
      title: "Zu Ihrer E-Mail-Adresse gibt es schon ein Konto",
      message: (name) => `Melden Sie sich dort so an wie bisher. Danach können Sie ${name} damit verbinden.`,
    },
    confirm: {
      title: (name) => `${name} mit diesem Konto verbinden?`,
      message: (name) => `Danach können Sie sich mit ${name} bei diesem Konto anmelden.`,
    },
    otherAccount: "Das ist ein anderes Konto als das mit Ihrer E-Mail-Adresse.",
  },
  noAccount: {
    title: "Sie haben hier noch kein Konto",
    message: (name) =>
      `Ihr Konto bei ${name} ist hier nicht bekannt. Bitte fragen Sie die Betreiber dieses Dienstes nach einem Konto.`,
  },
  disabled: {
    title: "Dieses Konto kann nicht benutzt werden",
    message: (name) =>
      `Das Konto, das bei ${name} zu Ihnen gehört, ist hier gesperrt. Bitte fragen Sie die Betreiber dieses Dienstes.`,
  },
  links: {
    title: "Andere Wege zur Anmeldung",
    connect: (name) => `${name} verbinden`,
    disconnect: "Trennen",
    evidence: {
      created: "Damit wurde Ihr Konto angelegt.",
      invited: "Damit sind Sie Ihrer Einladung gefolgt.",
      verified_email: "Es hat dieselbe bestätigte E-Mail-Adresse.",
      signed_in: "Sie haben es selbst verbunden.",
      proof: "Sie haben sich bei diesem Konto angemeldet und zugestimmt, als Sie zum ersten Mal damit kamen.",
    },
    undo: "Das war ich nicht: rückgängig machen und überall sonst abmelden",
    removed: "Getrennt; wiederherstellbar bis",
    restore: "Wiederherstellen",
    stillSigns:
      "Auch damit meldet man sich bei Ihrem Konto an. Wenn etwas davon nicht Ihnen gehört, melden Sie sich an und trennen Sie es.",
    lastWay: "Nur damit können Sie sich anmelden, darum bleibt es. Verbinden Sie erst etwas anderes.",
  },
  connect: {
    title: (name) => `${name} verbinden?`,
    message: (name) => `Sie melden sich gleich bei ${name} an. Danach können Sie sich hier damit anmelden.`,
  },
  linkedElsewhere: {
    title: (name) => `Dieses Konto bei ${name} ist schon verbunden`,
    message: (name) =>
      `Jemand meldet sich hier damit an. Trennen Sie ${name} erst dort, oder nehmen Sie ein anderes Konto.`,
  },
  notRecent: {
    title: "Bitte melden Sie sich noch einmal an",
    message: "Bevor Sie ändern, wie Sie sich anmelden, wollen wir sicher sein, dass Sie es sind.",
  },
  newerWay: {
    title: "Bitte melden Sie sich an wie zuvor",
    message:
      "Sie sind auf einem Weg gekommen, der vor weniger als sieben Tagen verbunden wurde. Er kann keinen älteren trennen: Melden Sie sich ab, und dann mit dem älteren oder mit Ihrem Passwort an.",
  },
  weakWay: {
    title: "Bitte melden Sie sich auf Ihrem stärksten Weg an",
    message:
      "Für dieses Konto gibt es einen stärkeren Weg der Anmeldung als den, auf dem Sie gekommen sind. Um seine Anmeldewege zu ändern, melden Sie sich ab und auf jenem Weg an.",
  },
};
