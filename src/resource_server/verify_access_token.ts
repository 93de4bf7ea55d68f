import { type OwnJwtFault, verifyOwnJwt } from "../crypto/own_jwt.ts";
import type { Verifier } from "../crypto/signing_key.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { acceptedSkew, type Instant } from "../domain/time.ts";
import { accessTokenType } from "../protocol/token/access_token.ts";
import { type DemandedAuthentication, isSufficientlyAuthenticated } from "./sufficient_authentication.ts";

/** What a resource server learns from a JWT access token that holds. */
export interface AccessTokenClaims {
  readonly sub: string;
  readonly client_id: string;
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly jti: string;
  /** The family of a person's token; undefined for a client's own, whose `sub` is then no person. */
  readonly family_id: string | undefined;
  readonly auth_time: Instant | undefined;
  readonly acr: string | undefined;
}

export type AccessTokenFault =
  | OwnJwtFault
  | "incomplete"
  | "expired"
  | "issued_in_future"
  | "wrong_audience"
  | "insufficient_user_authentication";

/** Who accepts the token, and when. */
export interface AccessTokenExpectation {
  readonly keys: readonly Verifier[];
  readonly issuer: string;
  /** The resource that must be named in `aud`; undefined for an authorization server looking at a token on behalf of others. */
  readonly audience: string | undefined;
  /** What the resource demands of the sign-in behind the token, where it demands anything. */
  readonly authentication?: DemandedAuthentication;
  readonly now: Instant;
}

const text = (value: unknown) => typeof value === "string" ? value : undefined;
const count = (value: unknown) => typeof value === "number" ? value : undefined;

/**
 * Verifies a JWT access token as a resource server does.
 *
 * It cannot see that a token was revoked: whoever has the database asks it afterwards.
 *
 * @returns err: what was wrong with the token itself; `insufficient_user_authentication` of one that holds, but whose
 * sign-in is too old or too weak for this resource, so that the client asks for a better one (`stepUpChallenge`).
 * @see RFC 9068 section 4, RFC 9470 section 3
 */
export async function verifyAccessToken(
  token: string,
  { keys, issuer, audience, authentication, now }: AccessTokenExpectation,
): Promise<Result<AccessTokenClaims, AccessTokenFault>> {
  const verified = await verifyOwnJwt(token, { keys, issuer, typ: accessTokenType });
  if (!verified.ok) return verified;
  const { sub, client_id, aud, scope, iat, exp, jti, token_family, auth_time, acr } = verified.value;
  const claims = {
    sub: text(sub),
    client_id: text(client_id),
    jti: text(jti),
    issuedAt: count(iat),
    expiresAt: count(exp),
  };
  if (Object.values(claims).some((claim) => claim === undefined)) return err("incomplete");
  const complete = claims as { [name in keyof typeof claims]: NonNullable<typeof claims[name]> };
  const audiences = [aud].flat().filter((value) => typeof value === "string");
  if (complete.expiresAt <= now) return err("expired");
  if (complete.issuedAt > now + acceptedSkew) return err("issued_in_future");
  if (audience !== undefined && !audiences.includes(audience)) return err("wrong_audience");
  const signedIn = { auth_time: count(auth_time), acr: text(acr) };
  if (authentication && !isSufficientlyAuthenticated(signedIn, authentication, now)) {
    return err("insufficient_user_authentication");
  }
  return ok({
    ...complete,
    audience: audiences,
    scopes: (text(scope) ?? "").split(" ").filter((part) => part !== ""),
    family_id: text(token_family),
    ...signedIn,
  });
}
