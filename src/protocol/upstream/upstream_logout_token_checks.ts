import { clientSigningAlgorithms } from "../../domain/client_metadata.ts";
import { isJsonObject } from "../../domain/json.ts";
import { acceptedSkew, type Instant, isTimely, type Seconds } from "../../domain/time.ts";
import { dangerousHeaders, type ReadJws } from "../compact_jws.ts";
import { logoutEvent, logoutTokenType } from "../logout/logout_token.ts";
import { isSessionId, isSubject } from "./upstream_response.ts";

/** By what an upstream's logout token is judged. */
export interface UpstreamLogoutTokenFacts extends ReadJws {
  /** Undefined where it is the tenant's that the token should name and does not. */
  readonly issuer: string | undefined;
  readonly client_id: string;
  readonly now: Instant;
}

/** One demand on an upstream's logout token. */
export interface UpstreamLogoutTokenCheck {
  /** Stable name, logged and tested. */
  readonly id: string;
  /** The sentence that asks for it. */
  readonly section: string;
  readonly holds: (facts: UpstreamLogoutTokenFacts) => boolean;
}

/** How old a logout token may be, whatever it says of its expiry. */
export const longestLogoutTokenAge: Seconds = 600;

const isInstant = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** What a logout token may call itself; those made before there was a name for them say JWT, or nothing. */
const types: readonly unknown[] = [logoutTokenType, `application/${logoutTokenType}`, "jwt"];

/**
 * Every demand on an upstream's logout token but its signature and that it is new, in order.
 *
 * @see OpenID Connect Back-Channel Logout section 2.6
 */
export const upstreamLogoutTokenChecks: readonly UpstreamLogoutTokenCheck[] = [
  {
    id: "logout_token.header",
    section: "RFC 8725 section 3.10, RFC 7515 section 4.1.11",
    holds: ({ header }) => !dangerousHeaders.some((name) => Object.hasOwn(header, name)),
  },
  {
    id: "logout_token.typ",
    section: "OpenID Connect Back-Channel Logout section 2.4, RFC 8725 section 3.11",
    holds: ({ header: { typ } }) =>
      typ === undefined || typeof typ === "string" && types.includes(typ.toLowerCase()),
  },
  {
    // A list of ours: neither none, nor a MAC that the public key could be taken for a secret of.
    id: "logout_token.alg",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 3, RFC 8725 section 3.1",
    holds: ({ header: { alg } }) => clientSigningAlgorithms.some((known) => known === alg),
  },
  {
    id: "logout_token.iss",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 4",
    holds: ({ claims, issuer }) => issuer !== undefined && claims.iss === issuer,
  },
  {
    id: "logout_token.aud",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 4",
    holds: ({ claims: { aud }, client_id }) => (Array.isArray(aud) ? aud : [aud]).includes(client_id),
  },
  {
    id: "logout_token.iat",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 4",
    holds: ({ claims: { iat }, now }) =>
      isInstant(iat) && iat <= now + acceptedSkew && iat >= now - longestLogoutTokenAge,
  },
  {
    id: "logout_token.exp",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 4",
    holds: ({ claims, now }) => isInstant(claims.exp) && isTimely(claims, now),
  },
  {
    id: "logout_token.subject",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 5",
    holds: ({ claims: { sub, sid } }) =>
      (sub !== undefined || sid !== undefined) && (sub === undefined || isSubject(sub)) &&
      (sid === undefined || isSessionId(sid)),
  },
  {
    // It is a logout token for what it tells of, and tells of nothing else.
    id: "logout_token.events",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 6",
    holds: ({ claims: { events } }) =>
      isJsonObject(events) && Object.keys(events).length === 1 && isJsonObject(events[logoutEvent]),
  },
  {
    id: "logout_token.nonce",
    section: "OpenID Connect Back-Channel Logout section 2.6 item 7",
    holds: ({ claims }) => !Object.hasOwn(claims, "nonce"),
  },
  {
    id: "logout_token.jti",
    section: "OpenID Connect Back-Channel Logout section 2.4",
    holds: ({ claims: { jti } }) => typeof jti === "string" && jti !== "" && jti.length <= 512,
  },
];

/** Judges an upstream's logout token. @returns the first demand that it does not meet. */
export const upstreamLogoutTokenFault = (
  facts: UpstreamLogoutTokenFacts,
): UpstreamLogoutTokenCheck | undefined => upstreamLogoutTokenChecks.find(({ holds }) => !holds(facts));
