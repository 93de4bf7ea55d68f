/** Key pairs of clients. */
import { exportJWK, generateKeyPair } from "jose";

/** A key pair: what a client publishes, and what it signs or decrypts with. */
export interface ClientKey {
  readonly alg: string;
  readonly kid: string;
  readonly jwk: Readonly<Record<string, unknown>> & { readonly kid: string };
  readonly privateKey: CryptoKey;
}

/** Makes a key pair. @param members What the published key says beside its kid, or differently. */
export async function makeClientKey(
  alg = "ES256",
  kid = `${alg}-1`,
  members: Readonly<Record<string, unknown>> = {},
): Promise<ClientKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...await exportJWK(publicKey), kid, ...members } as ClientKey["jwk"];
  return { alg, kid, jwk, privateKey };
}
