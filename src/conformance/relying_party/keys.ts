import {
  type CompactJWSHeaderParameters,
  CompactSign,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
} from "jose";

/** A key pair that a provider signs with by RS256. */
export interface ProviderKey {
  readonly privateKey: CryptoKey;
  /** The public half, without a name. */
  readonly jwk: JWK;
}

async function makeKey(): Promise<ProviderKey> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { privateKey, jwk: await exportJWK(publicKey) };
}

let made: Promise<readonly ProviderKey[]> | undefined;

/**
 * The keys of every provider of a run, the one that signs first: making an RSA key takes long, and each provider names
 * them for itself.
 */
export const providerKeys = (): Promise<readonly ProviderKey[]> =>
  made ??= Promise.all([makeKey(), makeKey(), makeKey()]);

const part = (value: object) =>
  new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });

/** Signs claims as a JWT. */
export const signJwt = (
  key: ProviderKey,
  header: CompactJWSHeaderParameters,
  claims: object,
): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(key.privateKey);

/** Signs claims as a JWT by a secret. */
export const signWithSecret = (
  secret: string,
  header: CompactJWSHeaderParameters,
  claims: object,
): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(new TextEncoder().encode(secret));

/** A JWT that nobody signed (RFC 7519 section 6). */
export const unsignedJwt = (claims: object): string => `${part({ alg: "none" })}.${part(claims)}.`;
