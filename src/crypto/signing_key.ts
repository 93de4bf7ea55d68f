import {
  calculateJwkThumbprint,
  CompactSign,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
  importPKCS8,
  type JWK,
} from "jose";
import type { SigningAlgorithm } from "../domain/client_metadata.ts";
import { type KeyAlgorithm, keyUse } from "../domain/provider_key.ts";

/** A public key as it is published (RFC 7517 section 4). */
export type PublicJwk = Readonly<JWK & { kid: string; use: string; alg: string }>;

/** A new key pair: what is published, and the private part as PKCS #8 bytes to be sealed. */
export interface KeyPair {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly privateKey: Uint8Array;
}

/** Signs one JWT. The port through which every token of ours leaves, whatever holds the key. */
export interface Signer {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  /** @param typ The JOSE `typ` (RFC 8725 section 3.11); undefined: none. @param claims The payload, members in order. */
  readonly sign: (typ: string | undefined, claims: Readonly<Record<string, unknown>>) => Promise<string>;
}

/** Makes a key pair. The kid is the key's thumbprint (RFC 7638), so that no two keys share one. */
export async function generateKey(alg: KeyAlgorithm): Promise<KeyPair> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk, "sha256");
  return {
    kid,
    publicJwk: { ...jwk, kid, use: keyUse(alg), alg },
    privateKey: new TextEncoder().encode(await exportPKCS8(privateKey)),
  };
}

/** Opens a private key for signing. @param privateKey What {@link generateKey} gave. */
export async function importSigner(
  kid: string,
  alg: SigningAlgorithm,
  privateKey: Uint8Array,
): Promise<Signer> {
  const key = await importPKCS8(new TextDecoder().decode(privateKey), alg);
  return {
    kid,
    alg,
    sign: (typ, claims) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg, ...(typ === undefined ? {} : { typ }), kid }).sign(key),
  };
}

/** A public key ready to verify with. */
export interface Verifier {
  readonly kid: string;
  readonly alg: string;
  readonly key: CryptoKey;
}

/** Opens a published key for verifying. */
export async function importVerifier(jwk: PublicJwk): Promise<Verifier> {
  return { kid: jwk.kid, alg: jwk.alg, key: await importJWK(jwk, jwk.alg) as CryptoKey };
}
