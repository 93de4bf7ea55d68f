import { type CryptoKey, exportJWK, generateKeyPair, importJWK, SignJWT } from "jose";
import type { ClientKey } from "../client.ts";
import type { PrivateJwk } from "../config.ts";
import type { Stage } from "../stage.ts";

/** Makes a key pair for a client. */
export async function makeClientKey(alg = "RS256"): Promise<ClientKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const kid = crypto.randomUUID();
  return { kid, alg, privateKey, jwk: { ...await exportJWK(publicKey), kid, alg, use: "sig" } };
}

/** The key of a client that has it in the configuration. */
export async function readClientKey(jwk: PrivateJwk): Promise<ClientKey> {
  const { kid, alg, kty, n, e, crv, x, y } = jwk, members = { kid, alg, kty, n, e, crv, x, y };
  const known = Object.entries(members).filter(([, value]) => value !== undefined);
  const privateKey = await importJWK(jwk, alg) as CryptoKey;
  return { kid, alg, privateKey, jwk: { ...Object.fromEntries(known), use: "sig" } };
}

/** A key as the configuration has it. */
export const privateJwkOf = async ({ kid, alg, privateKey }: ClientKey): Promise<PrivateJwk> => ({
  ...await exportJWK(privateKey),
  kid,
  alg,
});

/** The key set of a client with this key. */
export const keySetOf = ({ jwk }: ClientKey): { readonly keys: readonly unknown[] } => ({ keys: [jwk] });

/** Publishes a key set on our side. @returns its address. */
export const publishKeySet = ({ receiver }: Stage, path: string, key: ClientKey): string =>
  receiver.publish(path, { type: "application/json", body: JSON.stringify(keySetOf(key)) });

/** Signs claims as a client. */
export const signAs = (
  key: ClientKey,
  claims: Readonly<Record<string, unknown>>,
  typ: string,
): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: key.alg, kid: key.kid, typ }).sign(key.privateKey);
