import type { Parameters } from "../parameters.ts";

/** Members of a document, or claims; an undefined one is left out. */
export type Members = Readonly<Record<string, unknown>>;

/** How an ID token differs from a good one. */
export interface IdTokenFaults {
  readonly claims?: (claims: Members) => Members;
  /** `unsigned`: nobody signed it; `other_key`: a key did that is not published under its name. */
  readonly signature?: "unsigned" | "other_key";
  /** Its header does not name the key. */
  readonly withoutKid?: boolean;
}

/** What a provider does otherwise than a good one. */
export interface Faults {
  readonly metadata?: (metadata: Members) => Members;
  readonly idToken?: IdTokenFaults;
  /** How the ID token differs that comes for a refresh token. */
  readonly refreshedIdToken?: IdTokenFaults;
  /** Its access tokens are over at once, so that they have to be refreshed. */
  readonly shortLived?: boolean;
  readonly userinfo?: (claims: Members) => Members;
  /** What it sends back with people who signed out, in the place of the state that was sent. */
  readonly logoutState?: "other" | "none";
  /** It publishes several keys, of which the last one signs. */
  readonly severalKeys?: boolean;
  /** It has other keys by the time at which it signs. */
  readonly rotatesBeforeSigning?: boolean;
}

/** A request that came to the provider. */
export interface Asked {
  readonly place: Place;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What stands in the query. */
  readonly query: Parameters;
  /** What stands in the form. */
  readonly form: Parameters;
}

/** Where the provider answers. */
export type Place =
  | "metadata"
  | "jwks_uri"
  | "authorization_endpoint"
  | "token_endpoint"
  | "userinfo_endpoint"
  | "end_session_endpoint";
