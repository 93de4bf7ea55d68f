import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { compactVerify, importJWK } from "jose";
import { idTokenChecks, idTokenSignatureChecks } from "../checks/id_token.ts";
import { atHash, cHash } from "../checks/id_token_hashes.ts";
import type { Jwk } from "../checks/jwks.ts";
import { readObject } from "../exchange.ts";
import type { Session } from "../session.ts";

/** A JWT taken apart; its signature stands aside. */
export interface Decoded {
  readonly raw: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const part = (text: string | undefined) => readObject(Buffer.from(text ?? "", "base64url").toString());

/** Takes a JWT apart without believing it; undefined where it is none. */
export function decodeJwt(raw: string): Decoded | undefined {
  const parts = raw.split("."), header = part(parts[0]), claims = part(parts[1]);
  return parts.length === 3 && header && claims ? { raw, header, claims } : undefined;
}

/** The kind of key that an algorithm takes. */
const keyType = (alg: string) => /^[RP]S/.test(alg) ? "RSA" : alg.startsWith("ES") ? "EC" : "OKP";

/**
 * Why a JWT does not verify with any of these keys; undefined where it does.
 *
 * @see OpenID Connect Core section 10.1
 */
export async function signatureFault(
  { raw, header }: Decoded,
  keys: readonly Jwk[],
): Promise<string | undefined> {
  const { kid } = header, alg = String(header.alg);
  if (alg === "none") return "It is not signed";
  const named = keys.filter((key) => (kid === undefined || key.kid === kid) && key.kty === keyType(alg));
  if (named.length === 0) return `No published key is the kid ${String(kid)} for ${alg}`;
  for (const key of named) {
    const verified = await importJWK(key, alg).then((imported) => compactVerify(raw, imported)).catch(() =>
      undefined
    );
    if (verified) return undefined;
  }
  return "The signature is not the key's";
}

/** The left half of a digest, as hashes in ID tokens have it (OpenID Connect Core section 3.1.3.6). */
function leftHalf(text: string, alg: string): string {
  const name = alg.startsWith("Ed") ? "sha512" : `sha${alg.slice(-3)}`;
  const digest = createHash(name).update(text).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}

/** What an ID token came with. */
export interface Accompanied {
  readonly nonce: string | undefined;
  readonly access_token: string | undefined;
  readonly code: string | undefined;
  /** It came through the browser, so that what came with it has to be hashed in it. */
  readonly front: boolean;
  /** Standard claims that were asked for in it. */
  readonly asked: readonly string[];
}

/** Judges an ID token by everything that holds for each. */
export async function verifyIdToken(
  { stage, server, client }: Session,
  raw: string,
  { nonce, access_token, code, front, asked }: Accompanied,
): Promise<Decoded> {
  stage.addSecret(raw);
  const decoded = decodeJwt(raw);
  const evidence = {
    header: decoded?.header,
    claims: decoded?.claims ?? {},
    signatureFault: decoded && await signatureFault(decoded, server.keys),
    issuer: server.issuer,
    client_id: client.client_id,
    alg: client.id_token_signed_response_alg,
    nonce,
    now: stage.now(),
    asked,
  };
  stage.require(idTokenSignatureChecks, evidence);
  stage.verifyAll(idTokenChecks, evidence);
  const { header, claims } = decoded!, alg = String(header.alg);
  const hash = (of: string | undefined) => of === undefined ? undefined : leftHalf(of, alg);
  stage.verify(atHash, {
    found: claims.at_hash,
    right: hash(access_token),
    due: front && access_token !== undefined,
  });
  stage.verify(cHash, { found: claims.c_hash, right: hash(code), due: front && code !== undefined });
  return decoded!;
}
