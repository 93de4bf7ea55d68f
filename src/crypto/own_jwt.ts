import { compactVerify, decodeProtectedHeader } from "jose";
import { decodeJson, isJsonObject } from "../domain/json.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Verifier } from "./signing_key.ts";

/** Claims of a token of ours whose signature, issuer and type hold. */
export type OwnClaims = Readonly<Record<string, unknown>>;

/** Why a text is not a token of ours. */
export type OwnJwtFault =
  | "malformed"
  | "wrong_type"
  | "unknown_key"
  | "wrong_algorithm"
  | "bad_signature"
  | "wrong_issuer";

// The only header members that our own tokens have; `crit`, `zip`, `jwk`, `jku`, `x5u` and all others are refused.
const headerMembers = new Set(["alg", "typ", "kid"]);

/**
 * Verifies a JWT that this tenant signed: the key is found by kid among the tenant's own, and type and issuer are
 * always compared, so that a token of another kind or tenant is never taken (RFC 8725 section 3.11 and 3.12).
 *
 * Times and audience are the caller's to judge, because a hint may be expired and an access token may not.
 *
 * @param token A compact JWS.
 * @param expected The tenant's verifying keys, its issuer, and the `typ` due in this place.
 */
export async function verifyOwnJwt(
  token: string,
  expected: { readonly keys: readonly Verifier[]; readonly issuer: string; readonly typ: string },
): Promise<Result<OwnClaims, OwnJwtFault>> {
  let header: { readonly [name: string]: unknown };
  try {
    header = decodeProtectedHeader(token) as typeof header;
  } catch {
    return err("malformed");
  }
  if (token.split(".").length !== 3 || Object.keys(header).some((name) => !headerMembers.has(name))) {
    return err("malformed");
  }
  if (header.typ !== expected.typ) return err("wrong_type");
  const verifier = expected.keys.find((key) => key.kid === header.kid);
  if (!verifier) return err("unknown_key");
  if (header.alg !== verifier.alg) return err("wrong_algorithm");
  let claims: unknown;
  try {
    const { payload } = await compactVerify(token, verifier.key, { algorithms: [verifier.alg] });
    claims = decodeJson(payload);
  } catch {
    return err("bad_signature");
  }
  if (claims === undefined) return err("bad_signature");
  if (!isJsonObject(claims)) return err("malformed");
  return claims.iss === expected.issuer ? ok(claims) : err("wrong_issuer");
}
