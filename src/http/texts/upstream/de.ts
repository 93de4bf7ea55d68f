import type { Texts } from "../catalogue.ts";

/** What is said in German about signing in with somebody else's server. */
export const upstream: Texts["upstream"] = {
  or: "oder",
  continueWith: (name) => `Weiter mit ${name}`,
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
  signInFirst: {
    title: "Zu Ihrer E-Mail-Adresse gibt es schon ein Konto",
    message: (name) => `Bitte melden Sie sich dort so an wie bisher. Mit ${name} ist es nicht verbunden.`,
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
};
