import type { ClientEncryptionAlgorithm, ClientSigningAlgorithm } from "../../domain/client_metadata.ts";
import type { ClientJwk } from "./client_jwks.ts";

/** The curve or the type of key that each algorithm takes (RFC 7518 section 3.1 and 4.1, RFC 8037 section 3, RFC 9864 section 2.2). */
const signing: Readonly<Record<ClientSigningAlgorithm, readonly string[]>> = {
  RS256: ["RSA"],
  RS384: ["RSA"],
  RS512: ["RSA"],
  PS256: ["RSA"],
  PS384: ["RSA"],
  PS512: ["RSA"],
  ES256: ["P-256"],
  ES384: ["P-384"],
  ES512: ["P-521"],
  EdDSA: ["Ed25519"],
  Ed25519: ["Ed25519"],
};

const agreement = ["P-256", "P-384", "P-521", "X25519"];

/** The same of the algorithms by which something is encrypted (RFC 7518 section 4.1, RFC 8037 section 3.2). */
const encrypting: Readonly<Record<ClientEncryptionAlgorithm, readonly string[]>> = {
  "RSA-OAEP": ["RSA"],
  "RSA-OAEP-256": ["RSA"],
  "ECDH-ES": agreement,
  "ECDH-ES+A128KW": agreement,
  "ECDH-ES+A192KW": agreement,
  "ECDH-ES+A256KW": agreement,
};

/** Two names of one algorithm: the older one leaves the curve to the key (RFC 9864 section 2.2). */
const sameName = (alg: string) => alg === "EdDSA" ? "Ed25519" : alg;

/** Whether two names of algorithms mean the same one. */
export const isSameAlgorithm = (left: string, right: string): boolean => sameName(left) === sameName(right);

const isMeantFor = (
  { use, key_ops, alg }: ClientJwk,
  due: { use: string; ops: readonly string[]; alg: string },
) =>
  (use === undefined || use === due.use) && (alg === undefined || isSameAlgorithm(alg, due.alg)) &&
  (key_ops === undefined || key_ops.some((op) => due.ops.includes(op)));

const isOf = ({ kty, crv = "" }: ClientJwk, kinds: readonly string[]) =>
  kinds.includes(kty === "RSA" ? kty : crv);

/** Whether a key may verify what is signed by this algorithm: its type, its curve, and what it says of its own use. */
export const verifies = (key: ClientJwk, alg: ClientSigningAlgorithm): boolean =>
  isOf(key, signing[alg]) && isMeantFor(key, { use: "sig", ops: ["verify"], alg });

/** Whether something may be encrypted to a key by this algorithm. */
export const encryptsBy = (key: ClientJwk, alg: ClientEncryptionAlgorithm): boolean =>
  isOf(key, encrypting[alg]) &&
  isMeantFor(key, { use: "enc", ops: ["encrypt", "wrapKey", "deriveKey", "deriveBits"], alg });
