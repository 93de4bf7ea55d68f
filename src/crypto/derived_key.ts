import { createHmac, hkdfSync } from "node:crypto";

/** Each use of LATCHKEY_SECRET has a label of its own, so that no key serves two purposes (RFC 5869 section 3.2). */
const labels = {
  seal: "latchkey/seal/v1",
  csrf: "latchkey/csrf/v1",
  sid: "latchkey/sid/v1",
  registration: "latchkey/registration/v1",
  admin_token: "latchkey/admin-token/v1",
} as const;

export type KeyUse = keyof typeof labels;

/** Gives the 32-byte key of one use. */
export type DerivedKeys = (use: KeyUse) => Uint8Array;

/** Derives the keys of one secret. @param secret At least 32 bytes. */
export function deriveKeys(secret: Uint8Array): DerivedKeys {
  const derived = new Map<KeyUse, Uint8Array>();
  return (use) => {
    const known = derived.get(use) ?? expand(secret, "", labels[use]);
    derived.set(use, known);
    return known;
  };
}

/** HKDF with SHA-256 to 32 bytes (RFC 5869). */
export const expand = (secret: Uint8Array | string, salt: string, label: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, salt, label, 32));

/** A keyed digest of several parts as base64url; the parts are kept apart by their lengths. */
export function mac(key: Uint8Array, ...parts: readonly string[]): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(`${part.length}:${part}`);
  return hmac.digest("base64url");
}
