import { type SigningAlgorithm, signingAlgorithms } from "./client_metadata.ts";

/** Algorithms by which others may encrypt to every tenant (RFC 7518 section 4.1). */
export const decryptionAlgorithms = ["RSA-OAEP-256", "ECDH-ES"] as const;
export type DecryptionAlgorithm = typeof decryptionAlgorithms[number];

/** Algorithms of the content that was encrypted so (RFC 7518 section 5.1). */
export const contentEncryptionAlgorithms = [
  "A128CBC-HS256",
  "A256CBC-HS512",
  "A128GCM",
  "A256GCM",
] as const;
export type ContentDecryptionAlgorithm = typeof contentEncryptionAlgorithms[number];

/** Algorithms that every tenant has a key for. */
export const keyAlgorithms = [...signingAlgorithms, ...decryptionAlgorithms] as const;
export type KeyAlgorithm = SigningAlgorithm | DecryptionAlgorithm;

/** What the keys of an algorithm are for (RFC 7517 section 4.2). */
export const keyUse = (alg: KeyAlgorithm): "sig" | "enc" =>
  decryptionAlgorithms.some((known) => known === alg) ? "enc" : "sig";

/**
 * Whom a key speaks for: the OpenID Provider that we are to applications, or the relying party that we are to upstreams.
 * Each has keys of its own, so that what one signs is never taken for something of the other.
 */
export const keyRoles = ["op", "rp"] as const;
export type KeyRole = typeof keyRoles[number];
