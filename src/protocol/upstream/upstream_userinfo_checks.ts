import { type Instant, isTimely } from "../../domain/time.ts";
import { dangerousHeaders, type ReadJws } from "../compact_jws.ts";

/** By what a signed userinfo response of an upstream is judged. */
export interface UpstreamUserinfoFacts extends ReadJws {
  /** Undefined where it is the tenant's that the response should name and does not. */
  readonly issuer: string | undefined;
  /** By which algorithms it may be signed. */
  readonly algorithms: readonly string[];
  readonly client_id: string;
  readonly now: Instant;
}

/** One demand on a signed userinfo response. */
export interface UpstreamUserinfoCheck {
  /** Stable name, logged and tested. */
  readonly id: string;
  /** The sentence that asks for it. */
  readonly section: string;
  readonly holds: (facts: UpstreamUserinfoFacts) => boolean;
}

/**
 * Every demand on a signed userinfo response but its signature, and that it is about the person of the ID token, in order.
 *
 * @see OpenID Connect Core section 5.3.2
 */
export const upstreamUserinfoChecks: readonly UpstreamUserinfoCheck[] = [
  {
    id: "userinfo.header",
    section: "RFC 8725 section 3.10, RFC 7515 section 4.1.11",
    holds: ({ header }) => !dangerousHeaders.some((name) => Object.hasOwn(header, name)),
  },
  {
    // Other tokens of the upstream name themselves: none of them says who somebody is.
    id: "userinfo.typ",
    section: "RFC 8725 section 3.11",
    holds: ({ header: { typ } }) =>
      typ === undefined || typeof typ === "string" && typ.toUpperCase() === "JWT",
  },
  {
    id: "userinfo.alg",
    section: "OpenID Connect Core section 5.3.4, RFC 8725 section 3.1",
    holds: ({ header: { alg }, algorithms }) => algorithms.some((known) => known === alg),
  },
  {
    id: "userinfo.iss",
    section: "OpenID Connect Core section 5.3.2",
    holds: ({ claims, issuer }) => issuer !== undefined && claims.iss === issuer,
  },
  {
    id: "userinfo.aud",
    section: "OpenID Connect Core section 5.3.2",
    holds: ({ claims: { aud }, client_id }) => (Array.isArray(aud) ? aud : [aud]).includes(client_id),
  },
  {
    // It need not say so; where it does, it is kept to.
    id: "userinfo.exp",
    section: "RFC 7519 section 4.1.4 and 4.1.5",
    holds: ({ claims, now }) => isTimely(claims, now),
  },
];

/** Judges a signed userinfo response. @returns the first demand that it does not meet. */
export const upstreamUserinfoFault = (facts: UpstreamUserinfoFacts): UpstreamUserinfoCheck | undefined =>
  upstreamUserinfoChecks.find(({ holds }) => !holds(facts));
