import type { UpstreamTexts } from "./upstream_texts.ts";

/** What is said in English about signing in with somebody else's server. */
export const upstream: UpstreamTexts = {
  or: "or",
  continueWith: (name) => `Continue with ${name}`,
  lastUsed: "You signed in with it last time.",
  organisation: {
    submit: "Sign in with my organization",
    unknown:
      "No organization with addresses like this one signs in here. Type your work address, or sign in another way.",
  },
  signOutThere: (name) => `Sign out of ${name} too`,
  confirm: {
    title: (name) => `Continue with ${name}?`,
    message: (name) => `You will go to ${name} to sign in. If you did not mean to, just close this page.`,
  },
  denied: {
    title: (name) => `You did not sign in with ${name}`,
    message: "Nothing has happened. You can try once more, or sign in another way.",
  },
  unreachable: {
    title: (name) => `We cannot reach ${name}`,
    message: (name) =>
      `${name} does not answer just now. Please try again in a minute, or sign in another way.`,
  },
  unusable: {
    title: (name) => `We could not sign you in with ${name}`,
    message: (name) =>
      `${name} sent an answer that we cannot rely on. Please try once more, or sign in another way.`,
  },
  outdated: {
    title: (name) => `We cannot sign you in with ${name}`,
    message: (name) =>
      `${name} signs people in by an old way that somebody else could misuse in your name. Please sign in another way.`,
  },
  proof: {
    ask: {
      title: "There is an account with your email address already",
      message: (name) => `Sign in to it in the way you did before. Then you can connect ${name} with it.`,
    },
    confirm: {
      title: (name) => `Connect ${name} with this account?`,
      message: (name) => `From then on you can sign in to this account with ${name}.`,
    },
    otherAccount: "That is another account than the one with your email address.",
  },
  noAccount: {
    title: "You have no account here yet",
    message: (name) =>
      `Your account at ${name} is not known here. Please ask the people who run this service for an account.`,
  },
  disabled: {
    title: "This account cannot be used",
    message: (name) =>
      `The account that belongs to you at ${name} is closed here. Please ask the people who run this service.`,
  },
  links: {
    title: "Other ways to sign in",
    connect: (name) => `Connect ${name}`,
    disconnect: "Disconnect",
    evidence: {
      created: "Your account was made with it.",
      invited: "You came with it when you were invited.",
      verified_email: "It has the same confirmed email address.",
      signed_in: "You connected it yourself.",
      proof: "You signed in to this account and agreed, when you first came with it.",
    },
    undo: "That was not me: undo it and sign out everywhere else",
    removed: "Disconnected; it can be put back until",
    restore: "Put back",
    stillSigns: "These sign you in as well. If one of them is not yours, sign in and disconnect it.",
    lastWay: "This is your only way to sign in, so it stays. Connect another one first.",
  },
  connect: {
    title: (name) => `Connect ${name}?`,
    message: (name) => `You will go to ${name} to sign in. Afterwards you can sign in here with it.`,
  },
  linkedElsewhere: {
    title: (name) => `This account at ${name} is connected already`,
    message: (name) => `Somebody here signs in with it. Disconnect ${name} there first, or use another one.`,
  },
  notRecent: {
    title: "Please sign in once more",
    message: "Before you change how you sign in, we want to be sure that it is you.",
  },
  newerWay: {
    title: "Please sign in the way you did before",
    message:
      "You came by a way to sign in that was connected less than seven days ago. It cannot take away an older one: sign out, and sign in by that one or with your password.",
  },
  weakWay: {
    title: "Please sign in by your strongest way",
    message:
      "This account can be signed in to by a way that is stronger than the one you came by. To change its ways to sign in, sign out and sign in by that one.",
  },
};
