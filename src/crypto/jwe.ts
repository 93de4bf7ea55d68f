import { CompactEncrypt } from "jose";
import type { ClientEncryptionAlgorithm, ContentEncryptionAlgorithm } from "../domain/client_metadata.ts";

/** Whose eyes something is for: a public key, and the algorithms for it and for the content. */
export interface Recipient {
  readonly key: CryptoKey;
  readonly alg: ClientEncryptionAlgorithm;
  readonly enc: ContentEncryptionAlgorithm;
  /** The recipient's name for the key, so that it finds the private one among several. */
  readonly kid: string | undefined;
}

/**
 * Encrypts a text to a public key, as a compact JWE. It is never compressed (RFC 8725 section 3.6).
 *
 * @param cty `JWT` where the text is itself a JWT, else undefined (RFC 7519 section 5.2).
 * @see RFC 7516 section 7.1
 */
export function encryptTo(
  { key, alg, enc, kid }: Recipient,
  text: string,
  cty: "JWT" | undefined,
): Promise<string> {
  const header = { alg, enc, ...(kid === undefined ? {} : { kid }), ...(cty === undefined ? {} : { cty }) };
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(key);
}
