import type { Texts } from "./catalogue.ts";
import { upstream } from "./upstream/en.ts";

/** The texts in English. */
export const en: Texts = {
  direction: "ltr",
  cancel: "Cancel",
  client: {
    website: "Website",
    privacyPolicy: "Privacy policy",
    termsOfService: "Terms of service",
    opensNewTab: "opens in a new tab",
    unverified: "Nobody has checked who is behind this app. Its name and its logo are its own word.",
  },
  signIn: {
    title: "Sign in",
    continueTo: "to continue to",
    username: "Username or email",
    password: "Password",
    submit: "Sign in",
    signedInAccounts: "Choose an account that is already signed in",
    failed: "That username and password do not match. Please check both and try again.",
    tooManyAttempts: (minutes) =>
      `There were too many attempts. Please wait ${minutes} ${
        minutes === 1 ? "minute" : "minutes"
      } and try again.`,
    busy: "Many people are signing in right now. Please try again in a moment.",
    stronger: "This app needs a stronger sign-in than a password. Please go on with one of these.",
    tooWeak:
      "You signed in, but this app needs a stronger sign-in, for example with a second step. Please try once more, or go back to the app.",
  },
  upstream,
  chooseAccount: {
    title: "Choose an account",
    continueTo: "to continue to",
    other: "Use another account",
    barred: "Cannot use this app",
    refused: "This account cannot use this app. Choose another one, or ask the people who run the app.",
  },
  consent: {
    title: "Allow access?",
    asker: "This app would like to use your account:",
    account: "Signed in as",
    switchAccount: "Use another account",
    asksFor: "It asks to",
    alreadyAllowed: "Already allowed",
    customScope: "Use a permission of its own:",
    customClaim: "Know this about you:",
    afterwards: (host) => `Afterwards you go on to ${host}.`,
    onDevice:
      "The answer goes to a program on this device. Allow it only if you have just started that program yourself.",
    elsewhere: (host) =>
      `The answer goes to ${host}, which is not where this app says it is from. Allow it only if you know that address.`,
    changed: "What this app asks for has just changed. Please look at it again before you decide.",
    allow: "Allow",
    deny: "Deny",
  },
  signOut: {
    title: "Sign out?",
    asker: "This app asks to sign you out:",
    accounts: "Signed in in this browser:",
    submit: "Sign out",
    stay: "Stay signed in",
  },
  scopes: {
    openid: "Recognise you when you come back",
    profile: "See your profile, such as your name, picture and birthday",
    email: "See your email address",
    phone: "See your phone number",
    address: "See your postal address",
    offline_access: "Keep this access while you are away",
    upstream_tokens: "Use the accounts elsewhere that you sign in with, as far as those allow it",
  },
  claims: {
    name: "See your full name",
    given_name: "See your first name",
    family_name: "See your last name",
    middle_name: "See your middle name",
    nickname: "See your nickname",
    preferred_username: "See your username",
    profile: "See the address of your profile page",
    picture: "See your picture",
    website: "See the address of your website",
    gender: "See your gender",
    birthdate: "See your birthday",
    zoneinfo: "See your time zone",
    locale: "See your language",
    updated_at: "See when your profile last changed",
    email: "See your email address",
    email_verified: "See whether your email address was confirmed",
    phone_number: "See your phone number",
    phone_number_verified: "See whether your phone number was confirmed",
    address: "See your postal address",
  },
  setPassword: {
    title: "Choose a password",
    account: "For the account",
    password: "New password",
    hint: (minimumLength) => `Use at least ${minimumLength} characters. A few unrelated words work well.`,
    submit: "Save password",
    tooShort: (minimumLength) =>
      `This password is too short. Please use at least ${minimumLength} characters.`,
    tooLong: "This password is too long. Please choose a shorter one.",
  },
  account: {
    title: "Your account",
    signedInAs: "Signed in as",
    switchAccount: "Switch account",
    addAccount: "Sign in to another account",
    apps: "Connected apps",
    noApps: "You have not connected any apps yet.",
    may: "It may",
    connected: "Connected:",
    openApp: "Open the app",
    barred: "You can no longer use this app with this account.",
    disconnect: "Disconnect",
    moreApps: "Show more apps",
    sessions: "Where you are signed in",
    here: "This browser",
    elsewhere: "Another browser",
    since: "Signed in:",
    lastSeen: "Last used:",
    endSession: "Sign out there",
    endOthers: "Sign out everywhere else",
    moreSessions: (count) => `and ${count} more`,
    changePassword: "Change password",
    oldPassword: "Current password",
    wrongPassword: "That is not your current password. Please check it and try again.",
    othersEnd: "Saving it signs you out everywhere else.",
    signOut: "Sign out",
    signOutAll: "Sign out of all accounts here",
    done: {
      sessionEnded: "You are signed out there.",
      othersEnded: "You are signed out everywhere else.",
      disconnected: "The app is disconnected. It can no longer use your account.",
      passwordChanged: "Your password is changed, and you are signed out everywhere else.",
      connected: "You can sign in with it from now on.",
      upstreamDisconnected: "It no longer signs you in.",
      upstreamUndone:
        "It is undone. You are signed out everywhere else, and apps have lost the lasting access that they got since.",
      upstreamRestored: "It is connected again.",
    },
  },
  createAdmin: {
    title: "Create an administrator",
    lead: "Whoever fills in this form may administer this server. The link works once.",
    username: "Username",
    email: "Email address",
    password: "Password",
    submit: "Create administrator",
    badUsername: "A username has up to 100 characters, no spaces and no @.",
    badEmail: "This is not an email address. Please check it.",
    usernameTaken: "Somebody has this username already. Please choose another one.",
    emailTaken: "Somebody has this email address already. Please use another one.",
  },
  handOver: {
    title: "You are being sent on",
    message: "If nothing happens, press Continue.",
    submit: "Continue",
  },
  wayBack: {
    title: "We cannot answer this app",
    message:
      "The app sent you here with a request that does not work, and nobody has checked who is behind it. Go on only if you know this address:",
    submit: "Go on to this address",
  },
  notices: {
    passwordSet: {
      title: "Your password is saved",
      message: "You can close this page and sign in with the new password.",
    },
    signedOut: {
      title: "You are signed out",
      message: "You can close this page. On a shared device, please close the browser as well.",
    },
  },
  home: {
    title: "Sign-in server",
    message: "People sign in here to use the apps that trust this server. " +
      "Developers find all that their app needs at the addresses below.",
    issuer: "Issuer",
    discovery: "OpenID configuration",
    account: "Your account",
  },
  problem: {
    reference: "Reference",
    referenceHint: "If this keeps happening, give this to the people who run this service.",
    back: "Go back",
  },
  refusals: {
    invalidRequest: {
      title: "This request does not work",
      message: "We cannot use the request that brought you here. Please go back to the app and start again.",
    },
    unknownClient: {
      title: "We do not know this app",
      message:
        "The app that sent you here is not registered with us. Please tell the people who run the app.",
    },
    unregisteredRedirect: {
      title: "We cannot send you back safely",
      message:
        "The app asked us to send you to an address that it did not register with us, so we stopped here. " +
        "Please tell the people who run the app.",
    },
    expired: {
      title: "This took too long",
      message:
        "For your safety, a sign-in is only open for a while. Please go back to the app and start again.",
    },
    startedElsewhere: {
      title: "This sign-in was started elsewhere",
      message: "It can only be finished in the browser that started it. " +
        "If somebody sent you this link, please do not use it.",
    },
    finished: {
      title: "This sign-in is already finished",
      message: "There is nothing left to do here. To sign in again, please go back to the app.",
    },
    foreignForm: {
      title: "We could not accept this form",
      message:
        "We cannot be sure that it came from our own page. Please go back, reload the page and try again.",
    },
    linkSpent: {
      title: "This link no longer works",
      message: "It was used before or has expired. Please ask for a new one.",
    },
    notFound: {
      title: "There is nothing here",
      message: "Please check the address, or go back to the app that you came from.",
    },
    unavailable: {
      title: "We will be right back",
      message: "The service cannot answer at the moment. Please try again in a minute.",
    },
    broken: {
      title: "Something went wrong on our side",
      message: "It is not your fault. Please try again in a minute.",
    },
  },
};
