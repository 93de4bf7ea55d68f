import type { Texts } from "../catalogue.ts";

/** What is said in English about signing in with somebody else's server. */
export const upstream: Texts["upstream"] = {
  or: "or",
  continueWith: (name) => `Continue with ${name}`,
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
  signInFirst: {
    title: "There is an account with your email address already",
    message: (name) => `Please sign in to it in the way you did before. ${name} is not connected with it.`,
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
};
