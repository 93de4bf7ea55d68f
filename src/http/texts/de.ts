import type { Texts } from "./catalogue.ts";
import { upstream } from "./upstream/de.ts";

/** The texts in German. */
export const de: Texts = {
  direction: "ltr",
  cancel: "Abbrechen",
  client: {
    website: "Website",
    privacyPolicy: "Datenschutzerklärung",
    termsOfService: "Nutzungsbedingungen",
    opensNewTab: "öffnet sich in einem neuen Tab",
    unverified: "Niemand hat geprüft, wer hinter dieser App steht. Name und Logo sind ihre eigene Angabe.",
  },
  signIn: {
    title: "Anmelden",
    continueTo: "weiter zu",
    username: "Benutzername oder E-Mail-Adresse",
    password: "Passwort",
    submit: "Anmelden",
    signedInAccounts: "Ein bereits angemeldetes Konto wählen",
    failed:
      "Benutzername und Passwort passen nicht zusammen. Bitte prüfen Sie beide und versuchen Sie es erneut.",
    tooManyAttempts: (minutes) =>
      `Es gab zu viele Versuche. Bitte warten Sie ${minutes} ${
        minutes === 1 ? "Minute" : "Minuten"
      } und versuchen Sie es dann erneut.`,
    busy: "Gerade melden sich viele Menschen an. Bitte versuchen Sie es gleich noch einmal.",
    stronger:
      "Diese App braucht eine stärkere Anmeldung als mit einem Passwort. Bitte machen Sie hiermit weiter.",
    tooWeak:
      "Sie haben sich angemeldet, aber diese App braucht eine stärkere Anmeldung, zum Beispiel mit einem zweiten Schritt. Bitte versuchen Sie es noch einmal, oder gehen Sie zur App zurück.",
  },
  upstream,
  chooseAccount: {
    title: "Konto wählen",
    continueTo: "weiter zu",
    other: "Anderes Konto verwenden",
    barred: "Darf diese App nicht nutzen",
    refused:
      "Dieses Konto darf diese App nicht nutzen. Wählen Sie ein anderes oder fragen Sie die Betreiber der App.",
  },
  consent: {
    title: "Zugriff erlauben?",
    asker: "Diese App möchte Ihr Konto nutzen:",
    account: "Angemeldet als",
    switchAccount: "Anderes Konto verwenden",
    asksFor: "Die App möchte",
    alreadyAllowed: "Bereits erlaubt",
    customScope: "Eine eigene Berechtigung nutzen:",
    customClaim: "Dies über Sie wissen:",
    afterwards: (host) => `Danach geht es weiter zu ${host}.`,
    onDevice:
      "Die Antwort geht an ein Programm auf diesem Gerät. Erlauben Sie das nur, wenn Sie dieses Programm gerade selbst gestartet haben.",
    elsewhere: (host) =>
      `Die Antwort geht an ${host} und nicht dorthin, woher diese App nach eigener Angabe kommt. Erlauben Sie das nur, wenn Sie diese Adresse kennen.`,
    changed:
      "Was diese App möchte, hat sich gerade geändert. Bitte sehen Sie es sich noch einmal an, bevor Sie entscheiden.",
    allow: "Erlauben",
    deny: "Ablehnen",
  },
  signOut: {
    title: "Abmelden?",
    asker: "Diese App möchte Sie abmelden:",
    accounts: "In diesem Browser angemeldet:",
    submit: "Abmelden",
    stay: "Angemeldet bleiben",
  },
  scopes: {
    openid: "Sie wiedererkennen, wenn Sie zurückkommen",
    profile: "Ihr Profil sehen, etwa Namen, Bild und Geburtstag",
    email: "Ihre E-Mail-Adresse sehen",
    phone: "Ihre Telefonnummer sehen",
    address: "Ihre Postanschrift sehen",
    offline_access: "Diesen Zugriff behalten, auch wenn Sie nicht da sind",
    upstream_tokens: "Die Konten anderswo nutzen, mit denen Sie sich anmelden, soweit diese es erlauben",
  },
  claims: {
    name: "Ihren vollen Namen sehen",
    given_name: "Ihren Vornamen sehen",
    family_name: "Ihren Nachnamen sehen",
    middle_name: "Ihren zweiten Vornamen sehen",
    nickname: "Ihren Spitznamen sehen",
    preferred_username: "Ihren Benutzernamen sehen",
    profile: "Die Adresse Ihrer Profilseite sehen",
    picture: "Ihr Bild sehen",
    website: "Die Adresse Ihrer Website sehen",
    gender: "Ihr Geschlecht sehen",
    birthdate: "Ihren Geburtstag sehen",
    zoneinfo: "Ihre Zeitzone sehen",
    locale: "Ihre Sprache sehen",
    updated_at: "Sehen, wann Ihr Profil zuletzt geändert wurde",
    email: "Ihre E-Mail-Adresse sehen",
    email_verified: "Sehen, ob Ihre E-Mail-Adresse bestätigt ist",
    phone_number: "Ihre Telefonnummer sehen",
    phone_number_verified: "Sehen, ob Ihre Telefonnummer bestätigt ist",
    address: "Ihre Postanschrift sehen",
  },
  setPassword: {
    title: "Passwort festlegen",
    account: "Für das Konto",
    password: "Neues Passwort",
    hint: (minimumLength) =>
      `Mindestens ${minimumLength} Zeichen. Einige Wörter, die nichts miteinander zu tun haben, eignen sich gut.`,
    submit: "Passwort speichern",
    tooShort: (minimumLength) =>
      `Dieses Passwort ist zu kurz. Bitte verwenden Sie mindestens ${minimumLength} Zeichen.`,
    tooLong: "Dieses Passwort ist zu lang. Bitte wählen Sie ein kürzeres.",
  },
  account: {
    title: "Ihr Konto",
    signedInAs: "Angemeldet als",
    switchAccount: "Konto wechseln",
    addAccount: "Bei einem anderen Konto anmelden",
    apps: "Verbundene Apps",
    noApps: "Sie haben noch keine App verbunden.",
    may: "Diese App darf",
    connected: "Verbunden:",
    openApp: "App öffnen",
    barred: "Mit diesem Konto dürfen Sie diese App nicht mehr nutzen.",
    disconnect: "Verbindung trennen",
    moreApps: "Weitere Apps zeigen",
    sessions: "Wo Sie angemeldet sind",
    here: "Dieser Browser",
    elsewhere: "Ein anderer Browser",
    since: "Angemeldet:",
    lastSeen: "Zuletzt benutzt:",
    endSession: "Dort abmelden",
    endOthers: "Überall sonst abmelden",
    moreSessions: (count) => `und ${count} weitere`,
    changePassword: "Passwort ändern",
    oldPassword: "Bisheriges Passwort",
    wrongPassword: "Das ist nicht Ihr bisheriges Passwort. Bitte prüfen Sie es und versuchen Sie es erneut.",
    othersEnd: "Mit dem Speichern werden Sie überall sonst abgemeldet.",
    signOut: "Abmelden",
    signOutAll: "Alle Konten hier abmelden",
    done: {
      sessionEnded: "Sie sind dort abgemeldet.",
      othersEnded: "Sie sind überall sonst abgemeldet.",
      disconnected: "Die Verbindung ist getrennt. Die App kann Ihr Konto nicht mehr nutzen.",
      passwordChanged: "Ihr Passwort ist geändert, und Sie sind überall sonst abgemeldet.",
      connected: "Ab jetzt können Sie sich damit anmelden.",
      upstreamDisconnected: "Damit kann sich niemand mehr anmelden.",
      upstreamUndone:
        "Es ist rückgängig gemacht. Sie sind überall sonst abgemeldet, und Apps haben den dauerhaften Zugriff verloren, den sie seitdem bekamen.",
      upstreamRestored: "Es ist wieder verbunden.",
    },
  },
  createAdmin: {
    title: "Administratorkonto anlegen",
    lead: "Wer dieses Formular ausfüllt, darf diesen Server verwalten. Der Link gilt einmal.",
    username: "Benutzername",
    email: "E-Mail-Adresse",
    password: "Passwort",
    submit: "Konto anlegen",
    badUsername: "Ein Benutzername hat höchstens 100 Zeichen, keine Leerzeichen und kein @.",
    badEmail: "Das ist keine E-Mail-Adresse. Bitte prüfen Sie sie.",
    usernameTaken: "Diesen Benutzernamen hat schon jemand. Bitte wählen Sie einen anderen.",
    emailTaken: "Diese E-Mail-Adresse hat schon jemand. Bitte verwenden Sie eine andere.",
  },
  handOver: {
    title: "Sie werden weitergeleitet",
    message: "Wenn nichts geschieht, drücken Sie auf „Weiter“.",
    submit: "Weiter",
  },
  wayBack: {
    title: "Wir können dieser App nicht antworten",
    message:
      "Die App hat Sie mit einer Anfrage hierher geschickt, die nicht funktioniert, und niemand hat geprüft, wer hinter ihr steht. Gehen Sie nur weiter, wenn Sie diese Adresse kennen:",
    submit: "Weiter zu dieser Adresse",
  },
  notices: {
    passwordSet: {
      title: "Ihr Passwort ist gespeichert",
      message: "Sie können diese Seite schließen und sich mit dem neuen Passwort anmelden.",
    },
    signedOut: {
      title: "Sie sind abgemeldet",
      message:
        "Sie können diese Seite schließen. Auf einem gemeinsam genutzten Gerät schließen Sie bitte auch den Browser.",
    },
  },
  home: {
    title: "Anmeldeserver",
    message: "Hier melden sich Menschen an, um die Apps zu nutzen, die diesem Server vertrauen. " +
      "Wer eine App entwickelt, findet alles Nötige unter den folgenden Adressen.",
    issuer: "Aussteller (Issuer)",
    discovery: "OpenID-Konfiguration",
    account: "Ihr Konto",
  },
  problem: {
    reference: "Kennung",
    referenceHint: "Falls das öfter geschieht, nennen Sie diese Kennung den Betreibern dieses Dienstes.",
    back: "Zurück",
  },
  refusals: {
    invalidRequest: {
      title: "Diese Anfrage funktioniert nicht",
      message:
        "Mit der Anfrage, die Sie hierher geführt hat, können wir nichts anfangen. Bitte gehen Sie zur App zurück und beginnen Sie von vorn.",
    },
    unknownClient: {
      title: "Wir kennen diese App nicht",
      message:
        "Die App, die Sie hierher geschickt hat, ist bei uns nicht registriert. Bitte sagen Sie den Betreibern der App Bescheid.",
    },
    unregisteredRedirect: {
      title: "Wir können Sie nicht sicher zurückschicken",
      message:
        "Die App wollte Sie an eine Adresse schicken lassen, die sie bei uns nicht registriert hat. Darum halten wir hier an. " +
        "Bitte sagen Sie den Betreibern der App Bescheid.",
    },
    expired: {
      title: "Das hat zu lange gedauert",
      message:
        "Zu Ihrer Sicherheit bleibt eine Anmeldung nur eine Weile offen. Bitte gehen Sie zur App zurück und beginnen Sie von vorn.",
    },
    startedElsewhere: {
      title: "Diese Anmeldung wurde woanders begonnen",
      message: "Sie lässt sich nur in dem Browser abschließen, in dem sie begonnen wurde. " +
        "Wenn Ihnen jemand diesen Link geschickt hat, verwenden Sie ihn bitte nicht.",
    },
    finished: {
      title: "Diese Anmeldung ist schon abgeschlossen",
      message: "Hier gibt es nichts mehr zu tun. Um sich erneut anzumelden, gehen Sie bitte zur App zurück.",
    },
    foreignForm: {
      title: "Wir konnten dieses Formular nicht annehmen",
      message:
        "Wir sind nicht sicher, dass es von unserer eigenen Seite kam. Bitte gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.",
    },
    linkSpent: {
      title: "Dieser Link gilt nicht mehr",
      message: "Er wurde schon benutzt oder ist abgelaufen. Bitte fordern Sie einen neuen an.",
    },
    notFound: {
      title: "Hier ist nichts",
      message: "Bitte prüfen Sie die Adresse oder gehen Sie zu der App zurück, von der Sie kommen.",
    },
    unavailable: {
      title: "Wir sind gleich wieder da",
      message: "Der Dienst kann gerade nicht antworten. Bitte versuchen Sie es in einer Minute noch einmal.",
    },
    broken: {
      title: "Bei uns ist etwas schiefgegangen",
      message: "Das liegt nicht an Ihnen. Bitte versuchen Sie es in einer Minute noch einmal.",
    },
  },
};
