import { Buffer } from "node:buffer";
import { compactVerify, importJWK } from "jose";
import type { Jwk } from "../checks/jwks.ts";
import { readObject } from "../exchange.ts";
import type { Server } from "../server.ts";
import type { Stage } from "../stage.ts";
import { fetchKeys } from "./discover.ts";

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

const fitting = (keys: readonly Jwk[], { kid }: Decoded["header"], alg: string) =>
  keys.filter((key) => (kid === undefined || key.kid === kid) && key.kty === keyType(alg));

/**
 * Why a JWT does not verify with the server's published keys; undefined where it does. A key that is not known yet is
 * looked for at jwks_uri once more.
 *
 * @see OpenID Connect Core section 10.1
 */
export async function signatureFault(
  stage: Stage,
  { keys, metadata }: Server,
  { raw, header }: Decoded,
): Promise<string | undefined> {
  const alg = String(header.alg);
  if (alg === "none") return "It is not signed";
  const known = fitting(keys, header, alg);
  const named = known.length > 0
    ? known
    : fitting(await fetchKeys(stage, String(metadata.jwks_uri)), header, alg);
  if (named.length === 0) return `No published key is ${String(header.kid)} for ${alg}`;
  for (const key of named) {
    const verified = await importJWK(key, alg).then((imported) => compactVerify(raw, imported))
      .catch(() => undefined);
    if (verified) return undefined;
  }
  return "The signature is not the key's";
}
