import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256 as base64url: how secrets of full entropy are stored, and how S256 challenges are made (RFC 7636 section 4.2). */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Compares two texts in a time that does not depend on where they differ. */
export function equalInConstantTime(left: string, right: string): boolean {
  const [a, b] = [createHash("sha256").update(left).digest(), createHash("sha256").update(right).digest()];
  return timingSafeEqual(a, b);
}

/** The digest that goes with a signing algorithm: EdDSA over Ed25519 hashes with SHA-512. */
const digests = { RS256: "sha256", ES256: "sha256", EdDSA: "sha512" } as const;

/** The left half of a token's digest, as at_hash and c_hash want it (OpenID Connect Core section 3.1.3.6). */
export function leftHalfDigest(token: string, alg: keyof typeof digests): string {
  const digest = createHash(digests[alg]).update(token).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
}
