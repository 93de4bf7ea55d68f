import { compactVerify, importJWK, type JWK } from "jose";

/** The members that make a public key. What it says of its use was judged before. */
export interface PublicKeyMembers {
  readonly kty: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** Opens a client's public key for one algorithm. @returns undefined where it is none. */
export async function importClientKey(jwk: PublicKeyMembers, alg: string): Promise<CryptoKey | undefined> {
  const { kty, crv, x, y, n, e } = jwk;
  const members = Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined);
  try {
    return await importJWK(Object.fromEntries(members) as unknown as JWK, alg) as CryptoKey;
  } catch {
    return undefined;
  }
}

/**
 * Whether a key signed a compact JWS by this algorithm. What the header says beside it is judged before.
 *
 * @param key A client's public key, or the octets of a shared secret.
 */
export async function isSignedBy(jws: string, key: CryptoKey | Uint8Array, alg: string): Promise<boolean> {
  try {
    await compactVerify(jws, key, { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}
