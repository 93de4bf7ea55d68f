import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { Random } from "./random.ts";

/** Where a sealed value stands. It is authenticated, so a value moved to another row, column or tenant does not open. */
export type Place = readonly string[];

const version = 1, fingerprintLength = 4, nonceLength = 12, tagLength = 16;
const header = 1 + fingerprintLength;

const fingerprint = (key: Uint8Array) =>
  createHash("sha256").update(key).digest().subarray(0, fingerprintLength);
const authenticated = (place: Place) => new TextEncoder().encode(JSON.stringify(place));

/** So many bytes of a sealed value say by which key it was sealed. */
export const sealHeadLength = header;

/** With what every value begins that a key sealed. */
export const sealHead = (key: Uint8Array): Uint8Array => new Uint8Array([version, ...fingerprint(key)]);

/**
 * Seals bytes with AES-256-GCM: version, key fingerprint, nonce, ciphertext, tag.
 *
 * @param key 32 bytes, derived for this use.
 * @param place What the value is bound to.
 */
export function seal(key: Uint8Array, place: Place, plain: Uint8Array, random: Random): Uint8Array {
  const nonce = random(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(authenticated(place));
  const text = [cipher.update(plain), cipher.final()];
  return new Uint8Array(
    Buffer.concat(
      [[version], fingerprint(key), nonce, ...text, cipher.getAuthTag()].map((part) => Uint8Array.from(part)),
    ),
  );
}

/**
 * Opens what {@link seal} made.
 *
 * @param keys The present key, then former ones that may still open.
 * @returns undefined where no key fits, the place differs, or a byte was changed.
 */
export function open(keys: readonly Uint8Array[], place: Place, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < header + nonceLength + tagLength || sealed[0] !== version) return undefined;
  const mark = Buffer.from(sealed.subarray(1, header));
  const key = keys.find((candidate) => mark.equals(fingerprint(candidate)));
  if (!key) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(header, header + nonceLength));
  decipher.setAAD(authenticated(place));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    const text = sealed.subarray(header + nonceLength, -tagLength);
    return new Uint8Array(Buffer.concat([decipher.update(text), decipher.final()]));
  } catch {
    return undefined;
  }
}
