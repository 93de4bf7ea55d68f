import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv } from "node:crypto";
import { expand } from "./derived_key.ts";

/** Turns accounts into pairwise subject identifiers and back, under the salt of one tenant. */
export interface PairwiseSubjects {
  /** @param sector The sector identifier. @param account_id A UUID; anything else throws. */
  readonly subject: (sector: string, account_id: string) => string;
  /** The account that a sector knows by this identifier; undefined where no account can be. */
  readonly account: (sector: string, sub: string) => string | undefined;
}

/** No account, whose id is a UUID, and no client, whose client_id starts with `c_` or is a URL, has an id like it. */
const mark = "p_";

const uuid = /^([0-9a-f]{8})-([0-9a-f]{4})-(4[0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{12})$/;

function bytesOf(account_id: string): Uint8Array {
  const found = uuid.exec(account_id);
  if (!found) throw new Error("An account's id is no UUID, so it has no pairwise subject identifier");
  return Uint8Array.from(Buffer.from(found.slice(1).join(""), "hex"));
}

function uuidOf(bytes: Uint8Array): string | undefined {
  const hex = Buffer.from(bytes).toString("hex");
  const text = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return uuid.test(text) ? text : undefined;
}

/**
 * Makes the pairwise subject identifiers of a tenant: the account's UUID enciphered as one block of AES-256, under a
 * key of the sector's own that is derived from the salt (RFC 5869).
 *
 * A block cipher is a permutation: no two accounts share an identifier within a sector, the same one comes out every
 * time and on every server, and without the salt those of two sectors have nothing in common. Whoever has the salt can
 * go back, so no table of them is needed that a restore could lose or two sign-ins could race to fill.
 *
 * @param salt 32 bytes; another salt makes everybody another person.
 * @see OpenID Connect Core section 8.1
 */
export function pairwiseSubjects(salt: Uint8Array): PairwiseSubjects {
  const keyOf = (sector: string) => expand(salt, sector, "latchkey/pairwise-subject/v1");
  return {
    subject: (sector, account_id) => {
      const cipher = createCipheriv("aes-256-ecb", keyOf(sector), null).setAutoPadding(false);
      return mark + cipher.update(bytesOf(account_id)).toString("base64url");
    },
    account: (sector, sub) => {
      const block = Buffer.from(sub.slice(mark.length), "base64url");
      // Decoding is lenient; only the one spelling that was given out counts.
      if (block.length !== 16 || mark + block.toString("base64url") !== sub) return undefined;
      const decipher = createDecipheriv("aes-256-ecb", keyOf(sector), null).setAutoPadding(false);
      return uuidOf(decipher.update(Uint8Array.from(block)));
    },
  };
}
