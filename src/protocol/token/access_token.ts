import { statedAuthTime } from "../../domain/authentication.ts";
import type { Instant } from "../../domain/time.ts";

/** The JOSE `typ` of an access token (RFC 9068 section 2.1). */
export const accessTokenType = "at+jwt";

/** What a JWT access token states (RFC 9068 section 2.2). */
export interface AccessTokenFacts {
  readonly issuer: string;
  readonly sub: string;
  readonly client_id: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly jti: string;
  /** Of a person's token: how and when they signed in, and the token family that it lives and dies with. */
  readonly person?: {
    readonly family_id: string;
    readonly auth_time: Instant;
    readonly acr: string;
    readonly amr: readonly string[];
  };
}

/** The claims of a JWT access token. One audience is a string, several are an array (RFC 7519 section 4.1.3). */
export function accessTokenClaims(facts: AccessTokenFacts): Readonly<Record<string, unknown>> {
  const { person } = facts;
  return {
    iss: facts.issuer,
    sub: facts.sub,
    aud: facts.audience.length === 1 ? facts.audience[0] : facts.audience,
    exp: facts.expiresAt,
    iat: facts.issuedAt,
    jti: facts.jti,
    client_id: facts.client_id,
    ...(facts.scopes.length === 0 ? {} : { scope: facts.scopes.join(" ") }),
    ...(person
      ? {
        ...statedAuthTime(person.auth_time),
        acr: person.acr,
        amr: person.amr,
        token_family: person.family_id,
      }
      : {}),
  };
}
