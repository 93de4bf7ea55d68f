import { acceptedSkew, type Instant, isTimely, type Seconds } from "../../domain/time.ts";
import { dangerousHeaders, type ReadJws } from "../compact_jws.ts";
import { isSubject } from "./upstream_response.ts";

/** By what an upstream's ID token is judged. */
export interface UpstreamIdTokenFacts extends ReadJws {
  /** Undefined where it is the tenant's that the token should name and does not. */
  readonly issuer: string | undefined;
  /** Tenants of the upstream whose people may come; all of them where it is empty. */
  readonly allowed_tids: readonly string[];
  /** By which algorithms it may be signed. */
  readonly algorithms: readonly string[];
  readonly client_id: string;
  /** Undefined where the upstream does not bring one back. */
  readonly nonce: string | undefined;
  /** When the person must have proven themselves at the earliest; undefined where any time will do. */
  readonly auth_time_required: Instant | undefined;
  readonly now: Instant;
}

/** One demand on an upstream's ID token. */
export interface UpstreamIdTokenCheck {
  /** Stable name, logged and tested. */
  readonly id: string;
  /** The sentence that asks for it. */
  readonly section: string;
  readonly holds: (facts: UpstreamIdTokenFacts) => boolean;
}

/** How old an ID token may be that comes straight from the token endpoint. */
const longestAge: Seconds = 600;

const isInstant = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

const list = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [value];

/**
 * Every demand on an upstream's ID token but its signature, in order.
 *
 * @see OpenID Connect Core section 3.1.3.7
 */
export const upstreamIdTokenChecks: readonly UpstreamIdTokenCheck[] = [
  {
    id: "id_token.header",
    section: "RFC 8725 section 3.10, RFC 7515 section 4.1.11",
    holds: ({ header }) => !dangerousHeaders.some((name) => Object.hasOwn(header, name)),
  },
  {
    id: "id_token.typ",
    section: "RFC 8725 section 3.11",
    holds: ({ header: { typ } }) =>
      typ === undefined || (typeof typ === "string" && typ.toUpperCase() === "JWT"),
  },
  {
    // A list of ours: none never; a MAC only in the place of every signature, so that no public key is taken for a secret.
    id: "id_token.alg",
    section: "OpenID Connect Core section 3.1.3.7 item 7, RFC 8725 section 3.1",
    holds: ({ header: { alg }, algorithms }) => algorithms.some((known) => known === alg),
  },
  {
    id: "id_token.iss",
    section: "OpenID Connect Core section 3.1.3.7 item 2",
    holds: ({ claims, issuer }) => issuer !== undefined && claims.iss === issuer,
  },
  {
    id: "id_token.tid",
    section: "RFC 9700 section 4.4",
    holds: ({ claims: { tid }, allowed_tids }) =>
      allowed_tids.length === 0 || allowed_tids.some((allowed) => allowed === tid),
  },
  {
    id: "id_token.aud",
    section: "OpenID Connect Core section 3.1.3.7 item 3",
    holds: ({ claims, client_id }) => list(claims.aud).includes(client_id),
  },
  {
    id: "id_token.azp_missing",
    section: "OpenID Connect Core section 3.1.3.7 item 4",
    holds: ({ claims }) => list(claims.aud).length === 1 || claims.azp !== undefined,
  },
  {
    id: "id_token.azp",
    section: "OpenID Connect Core section 3.1.3.7 item 5",
    holds: ({ claims, client_id }) => claims.azp === undefined || claims.azp === client_id,
  },
  {
    id: "id_token.sub",
    section: "OpenID Connect Core section 2",
    holds: ({ claims }) => isSubject(claims.sub),
  },
  {
    id: "id_token.exp",
    section: "OpenID Connect Core section 3.1.3.7 item 9",
    holds: ({ claims, now }) => isInstant(claims.exp) && isTimely(claims, now),
  },
  {
    id: "id_token.iat",
    section: "OpenID Connect Core section 3.1.3.7 item 10",
    holds: ({ claims: { iat }, now }) =>
      isInstant(iat) && iat <= now + acceptedSkew && iat >= now - longestAge,
  },
  {
    id: "id_token.nonce",
    section: "OpenID Connect Core section 3.1.3.7 item 11",
    holds: ({ claims, nonce }) => nonce === undefined || claims.nonce === nonce,
  },
  {
    id: "id_token.auth_time",
    section: "OpenID Connect Core section 3.1.3.7 item 13",
    holds: ({ claims: { auth_time }, auth_time_required }) =>
      auth_time_required === undefined ||
      isInstant(auth_time) && auth_time >= auth_time_required - acceptedSkew,
  },
];

/** Judges an upstream's ID token. @returns the first demand that it does not meet. */
export const upstreamIdTokenFault = (facts: UpstreamIdTokenFacts): UpstreamIdTokenCheck | undefined =>
  upstreamIdTokenChecks.find(({ holds }) => !holds(facts));
