import { compactDecrypt, decodeProtectedHeader, importPKCS8 } from "jose";
import { contentEncryptionAlgorithms, type DecryptionAlgorithm } from "../domain/provider_key.ts";
import { err, ok, type Result } from "../domain/result.ts";

/** Opens what was encrypted to one key of ours. */
export interface Decrypter {
  readonly kid: string;
  readonly alg: DecryptionAlgorithm;
  readonly key: CryptoKey;
}

/** Opens a private key for decrypting. @param privateKey As PKCS #8 text. */
export async function importDecrypter(
  kid: string,
  alg: DecryptionAlgorithm,
  privateKey: Uint8Array,
): Promise<Decrypter> {
  return { kid, alg, key: await importPKCS8(new TextDecoder().decode(privateKey), alg) };
}

/** Why a text could not be decrypted. */
export type DecryptFault = "malformed" | "wrong_algorithm" | "unknown_key" | "undecipherable";

// `zip` lets a small text become a large one; `crit` and embedded keys are never needed here. Claims of the content may
// be repeated in the header (RFC 7519 section 5.3); they are not looked at.
const headerMembers = new Set(["alg", "enc", "kid", "typ", "cty", "epk", "apu", "apv", "iss", "sub", "aud"]);

const isContentAlgorithm = (enc: unknown) => contentEncryptionAlgorithms.some((known) => known === enc);

/** Whether a text has the five parts of a compact JWE (RFC 7516 section 9). */
export const isJwe = (text: string): boolean => text.split(".", 6).length === 5;

/**
 * Opens a compact JWE that was encrypted to one of these keys: the one that its kid names, or the ones of its algorithm
 * where it names none.
 *
 * @returns the text in it. One answer says that it does not open, whatever the reason.
 * @see RFC 7516 section 5.2, RFC 8725 section 3.1 and 3.6
 */
export async function decryptJwe(
  jwe: string,
  keys: readonly Decrypter[],
): Promise<Result<string, DecryptFault>> {
  let header: { readonly [name: string]: unknown };
  try {
    header = decodeProtectedHeader(jwe) as typeof header;
  } catch {
    return err("malformed");
  }
  if (!isJwe(jwe) || Object.keys(header).some((name) => !headerMembers.has(name))) {
    return err("malformed");
  }
  const { alg, enc, kid } = header;
  if (!isContentAlgorithm(enc) || !keys.some((key) => key.alg === alg)) return err("wrong_algorithm");
  const fitting = keys.filter((key) => key.alg === alg && (kid === undefined || key.kid === kid));
  if (fitting.length === 0) return err("unknown_key");
  for (const { key } of fitting) {
    try {
      const { plaintext } = await compactDecrypt(jwe, key, {
        keyManagementAlgorithms: [alg as string],
        contentEncryptionAlgorithms: [enc as string],
      });
      return ok(new TextDecoder("utf-8", { fatal: true }).decode(plaintext));
    } catch {
      // The next one may be it.
    }
  }
  return err("undecipherable");
}
