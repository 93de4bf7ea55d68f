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
 * Whether one of these keys signed a compact JWS by this algorithm. What the header says beside it is judged before.
 *
 * @param keys A client's public keys, or the octets of shared secrets.
 */
export async function isSignedBy(
  jws: string,
  keys: readonly (CryptoKey | Uint8Array)[],
  alg: string,
): Promise<boolean> {
  for (const key of keys) {
    try {
      await compactVerify(jws, key, { algorithms: [alg] });
      return true;
    } catch {
      // The next one may be it.
    }
  }
  return false;
}
