import type { UpstreamTexts } from "./upstream/upstream_texts.ts";

/** A heading and the sentences under it. */
export interface Message {
  readonly title: string;
  readonly message: string;
}

/**
 * Every sentence that a person can meet on a page, in one language.
 *
 * A language is complete by type: a catalogue that lacks a text does not compile. Functions put values into a
 * sentence; the values are escaped where the sentence is rendered, not here.
 */
export interface Texts {
  /** Writing direction of the language, for the `dir` attribute. */
  readonly direction: "ltr" | "rtl";
  readonly cancel: string;

  /** Links that a client registered about itself (RFC 7591 section 2). */
  readonly client: {
    readonly website: string;
    readonly privacyPolicy: string;
    readonly termsOfService: string;
    readonly opensNewTab: string;
    /** Beside a client that nobody vouches for. */
    readonly unverified: string;
  };

  readonly signIn: {
    readonly title: string;
    /** Stands before the client's host. */
    readonly continueTo: string;
    readonly username: string;
    readonly password: string;
    readonly submit: string;
    readonly signedInAccounts: string;
    /** The same words for a missing account and a wrong password. */
    readonly failed: string;
    readonly tooManyAttempts: (minutes: number) => string;
    readonly busy: string;
    /** Said in the place of the form where a password is not enough for the app; ways that are follow. */
    readonly stronger: string;
    /** Said to whoever signed in for the app, and not well enough for it. */
    readonly tooWeak: string;
  };

  /** Signing in with somebody else's server, which has a name. */
  readonly upstream: UpstreamTexts;

  readonly chooseAccount: {
    readonly title: string;
    readonly continueTo: string;
    readonly other: string;
    /** Stands under an account that may not use the app. */
    readonly barred: string;
    /** The account that was meant may not use the app. */
    readonly refused: string;
  };

  readonly consent: {
    readonly title: string;
    /** Stands before the client's host. */
    readonly asker: string;
    readonly account: string;
    readonly switchAccount: string;
    readonly asksFor: string;
    readonly alreadyAllowed: string;
    /** Stands before the bare name of a scope that this server has no words for. */
    readonly customScope: string;
    /** Stands before the bare name of a claim that this server has no words for. */
    readonly customClaim: string;
    readonly afterwards: (host: string) => string;
    /** Beside a client that nobody vouches for, where any program on the device may get the answer. */
    readonly onDevice: string;
    /** Beside a client whose answer goes to another host than the one that it is of. */
    readonly elsewhere: (host: string) => string;
    /** Shown when what is asked changed while the page was open. */
    readonly changed: string;
    readonly allow: string;
    readonly deny: string;
  };

  /** What the scopes of OpenID Connect Core sections 5.4 and 11, and that of this server, let a client do. */
  readonly signOut: {
    readonly title: string;
    readonly asker: string;
    readonly accounts: string;
    readonly submit: string;
    readonly stay: string;
  };
  readonly scopes: {
    readonly openid: string;
    readonly profile: string;
    readonly email: string;
    readonly phone: string;
    readonly address: string;
    readonly offline_access: string;
    readonly upstream_tokens: string;
  };

  /** What a client that asks for a claim by its name wants to do (OpenID Connect Core section 5.1). */
  readonly claims: {
    readonly name: string;
    readonly given_name: string;
    readonly family_name: string;
    readonly middle_name: string;
    readonly nickname: string;
    readonly preferred_username: string;
    readonly profile: string;
    readonly picture: string;
    readonly website: string;
    readonly gender: string;
    readonly birthdate: string;
    readonly zoneinfo: string;
    readonly locale: string;
    readonly updated_at: string;
    readonly email: string;
    readonly email_verified: string;
    readonly phone_number: string;
    readonly phone_number_verified: string;
    readonly address: string;
  };

  readonly setPassword: {
    readonly title: string;
    readonly account: string;
    readonly password: string;
    readonly hint: (minimumLength: number) => string;
    readonly submit: string;
    readonly tooShort: (minimumLength: number) => string;
    readonly tooLong: string;
  };

  /** The page where people look after their own account. */
  readonly account: {
    readonly title: string;
    readonly signedInAs: string;
    readonly switchAccount: string;
    readonly addAccount: string;
    readonly apps: string;
    readonly noApps: string;
    /** Stands before what an app may do, as `scopes` says it. */
    readonly may: string;
    /** Stands before the day. */
    readonly connected: string;
    /** Goes to where the app starts a sign-in. */
    readonly openApp: string;
    /** Stands with an app that the person may not use any more. */
    readonly barred: string;
    readonly disconnect: string;
    readonly moreApps: string;
    readonly sessions: string;
    readonly here: string;
    readonly elsewhere: string;
    /** Stands before how long ago it was. */
    readonly since: string;
    readonly lastSeen: string;
    readonly endSession: string;
    readonly endOthers: string;
    readonly moreSessions: (count: number) => string;
    readonly changePassword: string;
    readonly oldPassword: string;
    readonly wrongPassword: string;
    /** What a new password does to sessions elsewhere. */
    readonly othersEnd: string;
    readonly signOut: string;
    readonly signOutAll: string;
    /** What was just done. */
    readonly done: {
      readonly sessionEnded: string;
      readonly othersEnded: string;
      readonly disconnected: string;
      readonly passwordChanged: string;
      readonly connected: string;
      readonly upstreamDisconnected: string;
      readonly upstreamUndone: string;
      readonly upstreamRestored: string;
    };
  };

  /** The page of a one-time link that makes its holder an administrator. */
  readonly createAdmin: {
    readonly title: string;
    readonly lead: string;
    readonly username: string;
    readonly email: string;
    readonly password: string;
    readonly submit: string;
    readonly badUsername: string;
    readonly badEmail: string;
    readonly usernameTaken: string;
    readonly emailTaken: string;
  };

  /** The page that carries an answer on to the client. */
  readonly handOver: {
    readonly title: string;
    readonly message: string;
    readonly submit: string;
  };

  /** The page before an error goes to a client that nobody vouches for. */
  readonly wayBack: {
    readonly title: string;
    /** Stands before the address. */
    readonly message: string;
    readonly submit: string;
  };

  readonly notices: {
    readonly passwordSet: Message;
    readonly signedOut: Message;
  };

  readonly home: {
    readonly title: string;
    readonly message: string;
    readonly issuer: string;
    readonly discovery: string;
    readonly account: string;
  };

  readonly problem: {
    readonly reference: string;
    readonly referenceHint: string;
    readonly back: string;
  };

  /** Refusals that are pages of their own. They say what to do next and nothing about the server's inside. */
  readonly refusals: {
    readonly invalidRequest: Message;
    readonly unknownClient: Message;
    readonly unregisteredRedirect: Message;
    readonly expired: Message;
    readonly startedElsewhere: Message;
    readonly finished: Message;
    readonly foreignForm: Message;
    readonly linkSpent: Message;
    readonly notFound: Message;
    readonly unavailable: Message;
    readonly broken: Message;
  };
}
