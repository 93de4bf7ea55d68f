import { statedAuthTime } from "../../domain/authentication.ts";
import type { Instant } from "../../domain/time.ts";

/** The JOSE `typ` of an ID token, so that it is never taken for another kind of JWT (RFC 8725 section 3.11). */
export const idTokenType = "JWT";

/** What an ID token states (OpenID Connect Core section 2). */
export interface IdTokenFacts {
  readonly issuer: string;
  readonly sub: string;
  readonly client_id: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly auth_time: Instant;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly sid: string;
  readonly nonce: string | null;
  /** Of the access token that comes with it (section 3.1.3.6, 3.2.2.10). */
  readonly at_hash: string | undefined;
  /** Of the code that comes with it (section 3.3.2.11). */
  readonly c_hash: string | undefined;
  /** What is told here about the person (section 5.4 and 5.5). */
  readonly about: Readonly<Record<string, unknown>>;
}

/**
 * The claims of an ID token. What they say about the person beside who it is comes last, and takes the place of none of
 * the token's own.
 */
export function idTokenClaims(facts: IdTokenFacts): Readonly<Record<string, unknown>> {
  const own = {
    iss: facts.issuer,
    sub: facts.sub,
    aud: facts.client_id,
    exp: facts.expiresAt,
    iat: facts.issuedAt,
    ...statedAuthTime(facts.auth_time),
    ...(facts.nonce === null ? {} : { nonce: facts.nonce }),
    acr: facts.acr,
    amr: facts.amr,
    sid: facts.sid,
    ...(facts.at_hash === undefined ? {} : { at_hash: facts.at_hash }),
    ...(facts.c_hash === undefined ? {} : { c_hash: facts.c_hash }),
  };
  return { ...own, ...facts.about, ...own };
}
