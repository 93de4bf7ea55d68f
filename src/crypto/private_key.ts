import { exportPKCS8, importJWK, importPKCS8 } from "jose";

/**
 * Reads a private key that signs by ES256, as somebody else's console gave it: PKCS #8 as PEM, or a JWK as JSON.
 *
 * @returns it as PEM; undefined where it is none.
 */
export async function readPrivateKey(text: string): Promise<string | undefined> {
  const extractable = { extractable: true };
  try {
    const key = text.trimStart().startsWith("{")
      ? await importJWK(JSON.parse(text), "ES256", extractable)
      : await importPKCS8(text.trim(), "ES256", extractable);
    return await exportPKCS8(key as CryptoKey);
  } catch {
    return undefined;
  }
}
