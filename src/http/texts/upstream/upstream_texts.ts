import type { LinkEvidence } from "../../../domain/upstream_arrival.ts";

/** A sentence with a name in it. */
type Named = (name: string) => string;

/** Every sentence about signing in with somebody else's server, which has a name. */
export interface UpstreamTexts {
  /** Stands between the form and the other ways in. */
  readonly or: string;
  readonly continueWith: Named;
  /** Stands below the one that was used last in this browser. */
  readonly lastUsed: string;
  /** Leads by the domain of an address, of which none may be known. */
  readonly organisation: { readonly submit: string; readonly unknown: string };
  /** Leads a person who is signed out here to it, to be signed out there as well. */
  readonly signOutThere: Named;
  /** Asks a person who came from another site. */
  readonly confirm: { readonly title: Named; readonly message: Named };
  readonly denied: { readonly title: Named; readonly message: string };
  readonly unreachable: { readonly title: Named; readonly message: Named };
  readonly unusable: { readonly title: Named; readonly message: Named };
  /** It speaks a protocol with which people are not safe. */
  readonly outdated: { readonly title: Named; readonly message: Named };
  /** Somebody has the address here already: they sign in to that account, and say yes. */
  readonly proof: {
    readonly ask: { readonly title: string; readonly message: Named };
    readonly confirm: { readonly title: Named; readonly message: Named };
    /** They signed in to another one. */
    readonly otherAccount: string;
  };
  readonly noAccount: { readonly title: string; readonly message: Named };
  readonly disabled: { readonly title: string; readonly message: Named };
  /** On the account page. */
  readonly links: {
    readonly title: string;
    readonly connect: Named;
    readonly disconnect: string;
    /** How a link came to be. */
    readonly evidence: Readonly<Record<LinkEvidence, string>>;
    /** Said of one that was made a short time ago, for where somebody else made it. */
    readonly undo: string;
    /** It was taken away and can be put back until a day that follows. */
    readonly removed: string;
    readonly restore: string;
    /** Said where a password was set: what follows lets somebody in beside it. */
    readonly stillSigns: string;
    /** It is the last way in. */
    readonly lastWay: string;
  };
  /** Asks before an account is linked. */
  readonly connect: { readonly title: Named; readonly message: Named };
  /** Another account here is linked with it. */
  readonly linkedElsewhere: { readonly title: Named; readonly message: Named };
  /** The sign-in is too long ago for what was asked. */
  readonly notRecent: { readonly title: string; readonly message: string };
  /** The sign-in was by a way that is newer than the one to be taken away, and new itself. */
  readonly newerWay: { readonly title: string; readonly message: string };
  /** Somebody else vouches for the account's person, and the sign-in was by another way. */
  readonly weakWay: { readonly title: string; readonly message: string };
}
