import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet } from "jose";
import { err, ok, type Result } from "../domain/result.ts";
import type { SoftwareStatementIssuer } from "../domain/tenant_policy.ts";
import { type Instant, isTimely } from "../domain/time.ts";

/** Why a software statement is not believed. `not_approved`: it may be sound, but nobody here trusts its issuer. */
export type StatementFault = "malformed" | "not_approved" | "bad_signature" | "wrong_audience" | "expired";

/** Asymmetric ones alone: a statement is meant to be checked by many. */
const algorithms = ["RS256", "PS256", "ES256", "EdDSA"];

// Everything else in a header would change which key verifies, or how (RFC 8725 section 3.10).
const headerMembers = new Set(["alg", "kid", "typ"]);

/** Claims about the statement itself, which are not metadata of a client (RFC 7519 section 4.1). */
const ownClaims = new Set(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]);

const list = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [value];

/**
 * Verifies a software statement: a signed JWT with metadata of a client.
 *
 * @param expected Whose statements are believed, our issuer, and the time.
 * @returns the metadata that it states.
 * @see RFC 7591 section 2.3 and 3.1.1
 */
export async function verifySoftwareStatement(
  statement: string,
  expected: {
    readonly issuers: readonly SoftwareStatementIssuer[];
    readonly audience: string;
    readonly now: Instant;
  },
): Promise<Result<Readonly<Record<string, unknown>>, StatementFault>> {
  let header: Readonly<Record<string, unknown>>, claims: Readonly<Record<string, unknown>>;
  try {
    [header, claims] = [decodeProtectedHeader(statement), decodeJwt(statement)];
  } catch {
    return err("malformed");
  }
  if (Object.keys(header).some((name) => !headerMembers.has(name))) return err("malformed");
  if (header.typ !== undefined && String(header.typ).toUpperCase() !== "JWT") return err("malformed");
  const trusted = expected.issuers.find(({ issuer }) => issuer === claims.iss);
  if (!trusted) return err("not_approved");
  try {
    await compactVerify(statement, createLocalJWKSet(trusted.jwks as JSONWebKeySet), { algorithms });
  } catch {
    return err("bad_signature");
  }
  const { aud } = claims;
  if (aud !== undefined && !list(aud).includes(expected.audience)) return err("wrong_audience");
  if (!isTimely(claims, expected.now)) return err("expired");
  return ok(Object.fromEntries(Object.entries(claims).filter(([name]) => !ownClaims.has(name))));
}
