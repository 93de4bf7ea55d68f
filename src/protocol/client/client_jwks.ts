import { isJsonObject } from "../../domain/json.ts";
import { err, ok, type Result } from "../../domain/result.ts";

/** A public key of a client (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2). */
export interface ClientJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly use?: string;
  readonly key_ops?: readonly string[];
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** The most keys that a set may have, and the most bytes of its document. */
export const mostKeys = 50, mostJwksBytes = 65_536;

/** Why a value is no public key that a client may have. */
export type JwkFault = "not_a_key" | "symmetric" | "private" | "unknown_type" | "weak";

/** What is said of such a key, after its place. */
export const jwkWords: Readonly<Record<JwkFault, string>> = {
  not_a_key: "must be a JSON Web Key with the members of its type",
  symmetric: "must be a public key, not a shared secret: leave out keys of kty oct",
  private: "must be a public key: leave out d, p, q, dp, dq, qi, oth and k, and make a new key pair",
  unknown_type: "must be of kty RSA, EC (P-256, P-384, P-521) or OKP (Ed25519, X25519)",
  weak: "must be an RSA key of 2048 to 8192 bits with a usual exponent, such as 65537",
};

/** Members that only the owner of a key may have (RFC 7518 section 6.2.2 and 6.3.2). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** Octets of a coordinate on each curve. */
const curves: Readonly<Record<string, { readonly kty: string; readonly octets: number }>> = {
  "P-256": { kty: "EC", octets: 32 },
  "P-384": { kty: "EC", octets: 48 },
  "P-521": { kty: "EC", octets: 66 },
  "Ed25519": { kty: "OKP", octets: 32 },
  "X25519": { kty: "OKP", octets: 32 },
};

const isBase64url = (text: unknown): text is string => typeof text === "string" && /^[\w-]+$/.test(text);

const octetsIn = (text: string) => Math.floor(text.length * 3 / 4);

/** The bits of a number in base64url, without leading zeros (RFC 7518 section 2). */
function bitsOf(text: string): number {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const sextets = [...text].map((digit) => digits.indexOf(digit).toString(2).padStart(6, "0")).join("");
  const bits = sextets.slice(0, 8 * octetsIn(text)).replace(/^0+/, "");
  return bits.length;
}

function rsaFault({ n, e }: Readonly<Record<string, unknown>>): JwkFault | undefined {
  if (!isBase64url(n) || !isBase64url(e)) return "not_a_key";
  // Not longer than it could be, before its digits are looked at.
  if (n.length > 1400 || e.length > 8) return "weak";
  const size = bitsOf(n), exponent = bitsOf(e);
  // An exponent of 1 signs nothing, a long one costs as much as signing.
  return size < 2048 || size > 8192 || exponent < 2 || exponent > 32 ? "weak" : undefined;
}

function curveFault({ kty, crv, x, y }: Readonly<Record<string, unknown>>): JwkFault | undefined {
  const curve = typeof crv === "string" && Object.hasOwn(curves, crv) ? curves[crv] : undefined;
  if (curve?.kty !== kty) return "unknown_type";
  const coordinates = kty === "EC" ? [x, y] : [x];
  return coordinates.every((part) => isBase64url(part) && octetsIn(part) === curve!.octets)
    ? undefined
    : "not_a_key";
}

const isText = (value: unknown) => value === undefined || typeof value === "string" && value.length <= 1000;

/** Why a client may not have this as its key; undefined where it may. */
export function jwkFault(key: unknown): JwkFault | undefined {
  if (!isJsonObject(key)) return "not_a_key";
  const { kid, use, alg, key_ops } = key;
  if (key.kty === "oct") return "symmetric";
  if (privateMembers.some((name) => Object.hasOwn(key, name))) return "private";
  const plain = [kid, use, alg].every(isText) &&
    (key_ops === undefined || Array.isArray(key_ops) && key_ops.every((op) => typeof op === "string"));
  if (!plain) return "not_a_key";
  if (key.kty === "RSA") return rsaFault(key);
  return key.kty === "EC" || key.kty === "OKP" ? curveFault(key) : "unknown_type";
}

/**
 * Reads a JWK Set of a client. Keys that cannot be used here are passed over, as RFC 7517 section 5 asks.
 *
 * @returns err: it is none, or it has more than {@link mostKeys} keys.
 */
export function readJwks(document: unknown): Result<readonly ClientJwk[], "not_a_jwks" | "too_many_keys"> {
  const keys = (document as { readonly keys?: unknown } | null | undefined)?.keys;
  if (!Array.isArray(keys)) return err("not_a_jwks");
  if (keys.length > mostKeys) return err("too_many_keys");
  return ok(keys.filter((key) => jwkFault(key) === undefined));
}
