import type { UpstreamTexts } from "./upstream_texts.ts";

/** What is said in French about signing in with somebody else's server. */
export const upstream: UpstreamTexts = {
  or: "ou",
  continueWith: (name) => `Continuer avec ${name}`,
  lastUsed: "Vous l’avez utilisé la dernière fois.",
  organisation: {
    submit: "Se connecter avec mon organisation",
    unknown:
      "Aucune organisation ayant de telles adresses ne se connecte ici. Saisissez votre adresse professionnelle ou connectez-vous autrement.",
  },
  signOutThere: (name) => `Fermer aussi la session chez ${name}`,
  confirm: {
    title: (name) => `Continuer avec ${name} ?`,
    message: (name) =>
      `Vous allez vous connecter chez ${name}. Si ce n’est pas ce que vous vouliez, fermez simplement cette page.`,
  },
  denied: {
    title: (name) => `Vous ne vous êtes pas connecté avec ${name}`,
    message: "Rien ne s’est passé. Vous pouvez réessayer ou vous connecter autrement.",
  },
  unreachable: {
    title: (name) => `${name} ne répond pas`,
    message: (name) =>
      `Nous ne pouvons pas joindre ${name}. Réessayez dans une minute ou connectez-vous autrement.`,
  },
  unusable: {
    title: (name) => `La connexion avec ${name} n’a pas abouti`,
    message: (name) =>
      `Nous ne pouvons pas nous fier à la réponse de ${name}. Réessayez ou connectez-vous autrement.`,
  },
  outdated: {
    title: (name) => `Impossible de vous connecter avec ${name}`,
    message: (name) =>
      `${name} connecte les personnes par une ancienne méthode dont quelqu’un d’autre pourrait abuser en votre nom. Connectez-vous autrement.`,
  },
  proof: {
    ask: {
      title: "Un compte existe déjà avec votre adresse e-mail",
      message: (name) =>
        `Connectez-vous à ce compte comme vous le faisiez jusqu’ici. Vous pourrez ensuite y relier ${name}.`,
    },
    confirm: {
      title: (name) => `Relier ${name} à ce compte ?`,
      message: (name) => `Vous pourrez alors vous connecter à ce compte avec ${name}.`,
    },
    otherAccount: "Ce n’est pas le compte qui a votre adresse e-mail.",
  },
  noAccount: {
    title: "Vous n’avez pas encore de compte ici",
    message: (name) =>
      `Votre compte ${name} n’est pas connu ici. Demandez un compte aux responsables de ce service.`,
  },
  disabled: {
    title: "Ce compte ne peut pas être utilisé",
    message: (name) =>
      `Le compte qui vous correspond chez ${name} est fermé ici. Adressez-vous aux responsables de ce service.`,
  },
  links: {
    title: "Autres façons de se connecter",
    connect: (name) => `Relier ${name}`,
    disconnect: "Dissocier",
    evidence: {
      created: "Votre compte a été créé avec.",
      invited: "Vous avez répondu à votre invitation avec.",
      verified_email: "Il a la même adresse e-mail confirmée.",
      signed_in: "Vous l’avez relié vous-même.",
      proof: "Vous vous êtes connecté à ce compte et avez accepté, en venant avec pour la première fois.",
    },
    undo: "Ce n’était pas moi : annuler et déconnecter partout ailleurs",
    removed: "Dissocié ; peut être rétabli jusqu’au",
    restore: "Rétablir",
    stillSigns:
      "Ceci permet aussi de se connecter à votre compte. Si l’un d’eux n’est pas à vous, connectez-vous et dissociez-le.",
    lastWay: "C’est votre seule façon de vous connecter, elle reste donc. Reliez d’abord autre chose.",
  },
  connect: {
    title: (name) => `Relier ${name} ?`,
    message: (name) =>
      `Vous allez vous connecter chez ${name}. Ensuite, vous pourrez vous connecter ici avec.`,
  },
  linkedElsewhere: {
    title: (name) => `Ce compte ${name} est déjà relié`,
    message: (name) =>
      `Quelqu’un se connecte ici avec. Dissociez d’abord ${name} de l’autre compte, ou prenez-en un autre.`,
  },
  notRecent: {
    title: "Connectez-vous encore une fois",
    message: "Avant de changer vos façons de vous connecter, nous voulons être sûrs que c’est vous.",
  },
  newerWay: {
    title: "Connectez-vous comme vous le faisiez avant",
    message:
      "Vous êtes venu par un moyen associé il y a moins de sept jours. Il ne peut pas en dissocier un plus ancien : déconnectez-vous, puis connectez-vous avec celui-ci ou avec votre mot de passe.",
  },
  weakWay: {
    title: "Connectez-vous par votre moyen le plus fort",
    message:
      "Ce compte a un moyen de connexion plus fort que celui que vous avez utilisé. Pour changer ses moyens de connexion, déconnectez-vous, puis connectez-vous par celui-là.",
  },
};
