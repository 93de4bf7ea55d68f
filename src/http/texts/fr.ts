import type { Texts } from "./catalogue.ts";
import { upstream } from "./upstream/fr.ts";

/** The texts in French. */
export const fr: Texts = {
  direction: "ltr",
  cancel: "Annuler",
  client: {
    website: "Site web",
    privacyPolicy: "Politique de confidentialité",
    termsOfService: "Conditions d’utilisation",
    opensNewTab: "s’ouvre dans un nouvel onglet",
    unverified:
      "Personne n’a vérifié qui est derrière cette application. Son nom et son logo n’engagent qu’elle.",
  },
  signIn: {
    title: "Se connecter",
    continueTo: "pour continuer vers",
    username: "Nom d’utilisateur ou adresse e-mail",
    password: "Mot de passe",
    submit: "Se connecter",
    signedInAccounts: "Choisir un compte déjà connecté",
    failed:
      "Ce nom d’utilisateur et ce mot de passe ne vont pas ensemble. Vérifiez les deux, puis réessayez.",
    tooManyAttempts: (minutes) =>
      `Il y a eu trop de tentatives. Attendez ${minutes} ${
        minutes === 1 ? "minute" : "minutes"
      }, puis réessayez.`,
    busy: "Beaucoup de personnes se connectent en ce moment. Réessayez dans un instant.",
    stronger:
      "Cette application demande une connexion plus forte qu’un mot de passe. Continuez avec l’un de ces moyens.",
    tooWeak:
      "Vous vous êtes connecté, mais cette application demande une connexion plus forte, par exemple avec une seconde étape. Réessayez, ou revenez à l’application.",
  },
  upstream,
  chooseAccount: {
    title: "Choisir un compte",
    continueTo: "pour continuer vers",
    other: "Utiliser un autre compte",
    barred: "N’a pas accès à cette application",
    refused:
      "Ce compte n’a pas accès à cette application. Choisissez-en un autre ou adressez-vous aux responsables de l’application.",
  },
  consent: {
    title: "Autoriser l’accès ?",
    asker: "Cette application souhaite utiliser votre compte :",
    account: "Compte utilisé",
    switchAccount: "Utiliser un autre compte",
    asksFor: "Elle demande à",
    alreadyAllowed: "Déjà autorisé",
    customScope: "Utiliser une autorisation qui lui est propre :",
    customClaim: "Savoir ceci de vous :",
    afterwards: (host) => `Vous continuerez ensuite vers ${host}.`,
    onDevice:
      "La réponse va à un programme sur cet appareil. N’autorisez que si vous venez de lancer ce programme vous-même.",
    elsewhere: (host) =>
      `La réponse va à ${host}, et non là d’où cette application dit venir. N’autorisez que si vous connaissez cette adresse.`,
    changed:
      "Ce que demande cette application vient de changer. Relisez la demande avant de prendre votre décision.",
    allow: "Autoriser",
    deny: "Refuser",
  },
  signOut: {
    title: "Se déconnecter ?",
    asker: "Cette application demande à vous déconnecter :",
    accounts: "Connecté dans ce navigateur :",
    submit: "Se déconnecter",
    stay: "Rester connecté",
  },
  scopes: {
    openid: "Vous reconnaître quand vous revenez",
    profile: "Voir votre profil, par exemple votre nom, votre photo et votre date de naissance",
    email: "Voir votre adresse e-mail",
    phone: "Voir votre numéro de téléphone",
    address: "Voir votre adresse postale",
    offline_access: "Conserver cet accès en votre absence",
    upstream_tokens:
      "Utiliser les comptes d’ailleurs avec lesquels vous vous connectez, dans la limite de ce qu’ils permettent",
  },
  claims: {
    name: "Voir votre nom complet",
    given_name: "Voir votre prénom",
    family_name: "Voir votre nom de famille",
    middle_name: "Voir votre deuxième prénom",
    nickname: "Voir votre surnom",
    preferred_username: "Voir votre nom d’utilisateur",
    profile: "Voir l’adresse de votre page de profil",
    picture: "Voir votre photo",
    website: "Voir l’adresse de votre site web",
    gender: "Voir votre genre",
    birthdate: "Voir votre date de naissance",
    zoneinfo: "Voir votre fuseau horaire",
    locale: "Voir votre langue",
    updated_at: "Voir quand votre profil a été modifié pour la dernière fois",
    email: "Voir votre adresse e-mail",
    email_verified: "Voir si votre adresse e-mail a été confirmée",
    phone_number: "Voir votre numéro de téléphone",
    phone_number_verified: "Voir si votre numéro de téléphone a été confirmé",
    address: "Voir votre adresse postale",
  },
  setPassword: {
    title: "Choisir un mot de passe",
    account: "Pour le compte",
    password: "Nouveau mot de passe",
    hint: (minimumLength) =>
      `Au moins ${minimumLength} caractères. Quelques mots sans rapport entre eux conviennent bien.`,
    submit: "Enregistrer le mot de passe",
    tooShort: (minimumLength) =>
      `Ce mot de passe est trop court. Utilisez au moins ${minimumLength} caractères.`,
    tooLong: "Ce mot de passe est trop long. Choisissez-en un plus court.",
  },
  account: {
    title: "Votre compte",
    signedInAs: "Compte utilisé",
    switchAccount: "Changer de compte",
    addAccount: "Se connecter à un autre compte",
    apps: "Applications connectées",
    noApps: "Vous n’avez encore connecté aucune application.",
    may: "Elle peut",
    connected: "Connectée :",
    openApp: "Ouvrir l’application",
    barred: "Ce compte n’a plus accès à cette application.",
    disconnect: "Déconnecter",
    moreApps: "Afficher d’autres applications",
    sessions: "Vos sessions ouvertes",
    here: "Ce navigateur",
    elsewhere: "Un autre navigateur",
    since: "Connexion :",
    lastSeen: "Dernière utilisation :",
    endSession: "Fermer la session",
    endOthers: "Fermer toutes les autres sessions",
    moreSessions: (count) => `et ${count} de plus`,
    changePassword: "Changer de mot de passe",
    oldPassword: "Mot de passe actuel",
    wrongPassword: "Ce n’est pas votre mot de passe actuel. Vérifiez-le, puis réessayez.",
    othersEnd: "L’enregistrement ferme toutes vos autres sessions.",
    signOut: "Se déconnecter",
    signOutAll: "Déconnecter tous les comptes ici",
    done: {
      sessionEnded: "Cette session est fermée.",
      othersEnded: "Toutes vos autres sessions sont fermées.",
      disconnected: "L’application est déconnectée. Elle ne peut plus utiliser votre compte.",
      passwordChanged: "Votre mot de passe est changé et toutes vos autres sessions sont fermées.",
      connected: "Vous pouvez désormais vous connecter avec.",
      upstreamDisconnected: "Il ne permet plus de se connecter.",
      upstreamUndone:
        "C’est annulé. Vous êtes déconnecté partout ailleurs, et les applications ont perdu l’accès permanent obtenu depuis.",
      upstreamRestored: "Il est de nouveau relié.",
    },
  },
  createAdmin: {
    title: "Créer un compte d’administration",
    lead: "La personne qui remplit ce formulaire pourra administrer ce serveur. Le lien ne sert qu’une fois.",
    username: "Nom d’utilisateur",
    email: "Adresse e-mail",
    password: "Mot de passe",
    submit: "Créer le compte",
    badUsername: "Un nom d’utilisateur a au plus 100 caractères, sans espace ni @.",
    badEmail: "Ce n’est pas une adresse e-mail. Vérifiez-la.",
    usernameTaken: "Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.",
    emailTaken: "Cette adresse e-mail est déjà prise. Utilisez-en une autre.",
  },
  handOver: {
    title: "Redirection en cours",
    message: "S’il ne se passe rien, appuyez sur « Continuer ».",
    submit: "Continuer",
  },
  wayBack: {
    title: "Nous ne pouvons pas répondre à cette application",
    message:
      "L’application vous a envoyé ici avec une demande qui ne fonctionne pas, et personne n’a vérifié qui est derrière elle. Ne continuez que si vous connaissez cette adresse :",
    submit: "Continuer vers cette adresse",
  },
  notices: {
    passwordSet: {
      title: "Votre mot de passe est enregistré",
      message: "Vous pouvez fermer cette page et vous connecter avec le nouveau mot de passe.",
    },
    signedOut: {
      title: "Votre session est fermée",
      message: "Vous pouvez fermer cette page. Sur un appareil partagé, fermez aussi le navigateur.",
    },
  },
  home: {
    title: "Serveur de connexion",
    message: "On se connecte ici pour utiliser les applications qui font confiance à ce serveur. " +
      "Les développeurs trouveront aux adresses ci-dessous tout ce dont leur application a besoin.",
    issuer: "Émetteur (issuer)",
    discovery: "Configuration OpenID",
    account: "Votre compte",
  },
  problem: {
    reference: "Référence",
    referenceHint: "Si cela se reproduit, communiquez cette référence aux responsables de ce service.",
    back: "Retour",
  },
  refusals: {
    invalidRequest: {
      title: "Cette demande ne fonctionne pas",
      message:
        "Nous ne pouvons pas utiliser la demande que nous avons reçue. Retournez dans l’application et recommencez.",
    },
    unknownClient: {
      title: "Nous ne connaissons pas cette application",
      message:
        "L’application d’où vous venez n’est pas enregistrée chez nous. Prévenez les responsables de l’application.",
    },
    unregisteredRedirect: {
      title: "Nous ne pouvons pas vous renvoyer en toute sécurité",
      message:
        "L’application nous a demandé de vous envoyer à une adresse qu’elle n’a pas enregistrée chez nous. Nous nous arrêtons donc ici. " +
        "Prévenez les responsables de l’application.",
    },
    expired: {
      title: "Cela a pris trop de temps",
      message:
        "Pour votre sécurité, une connexion ne reste ouverte qu’un certain temps. Retournez dans l’application et recommencez.",
    },
    startedElsewhere: {
      title: "Cette connexion a été commencée ailleurs",
      message: "Elle ne peut être terminée que dans le navigateur où elle a commencé. " +
        "Si quelqu’un vous a envoyé ce lien, ne l’utilisez pas.",
    },
    finished: {
      title: "Cette connexion est déjà terminée",
      message: "Il n’y a plus rien à faire ici. Pour vous reconnecter, retournez dans l’application.",
    },
    foreignForm: {
      title: "Nous n’avons pas pu accepter ce formulaire",
      message:
        "Nous ne sommes pas sûrs qu’il vienne de notre propre page. Revenez en arrière, rechargez la page et réessayez.",
    },
    linkSpent: {
      title: "Ce lien ne fonctionne plus",
      message: "Il a déjà servi ou il a expiré. Demandez-en un nouveau.",
    },
    notFound: {
      title: "Il n’y a rien ici",
      message: "Vérifiez l’adresse ou retournez dans l’application d’où vous venez.",
    },
    unavailable: {
      title: "Nous revenons tout de suite",
      message: "Le service ne peut pas répondre pour le moment. Réessayez dans une minute.",
    },
    broken: {
      title: "Quelque chose s’est mal passé de notre côté",
      message: "Vous n’y êtes pour rien. Réessayez dans une minute.",
    },
  },
};
