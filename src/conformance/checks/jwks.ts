import { createPublicKey } from "node:crypto";
import { type Check, shown } from "../check.ts";
import { mediaTypeOf, type WireResponse } from "../exchange.ts";

/** A published key. */
export type Jwk = Readonly<Record<string, unknown>>;

/** The document at jwks_uri. */
export interface Jwks {
  readonly response: WireResponse;
  /** undefined: it has no list of keys. */
  readonly keys: readonly Jwk[] | undefined;
}

type Row = Check<Jwks>;

const named = ({ kid }: Jwk, at: number) => `key ${at + 1} (${shown(kid)})`;

/** The first key that a rule does not hold for, and why. */
const each = (rule: (key: Jwk) => string | undefined): Row["judge"] => ({ keys = [] }) => {
  const faults = keys.map((key, at) => [named(key, at), rule(key)] as const);
  const [name, fault] = faults.find(([, found]) => found !== undefined) ?? [];
  return fault === undefined ? undefined : `${name}: ${fault}`;
};

/** Members of a JWK that hold what nobody else may know (RFC 7518 section 6). */
const secretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const encoded: Readonly<Record<string, readonly string[]>> = {
  RSA: ["n", "e"],
  EC: ["x", "y"],
  OKP: ["x"],
};

/** Bytes of a coordinate, by curve (RFC 7518 section 6.2.1.2, RFC 8037 section 2). */
const coordinates: Readonly<Record<string, readonly [kty: string, bytes: number]>> = {
  "P-256": ["EC", 32],
  "P-384": ["EC", 48],
  "P-521": ["EC", 66],
  secp256k1: ["EC", 32],
  Ed25519: ["OKP", 32],
  Ed448: ["OKP", 57],
  X25519: ["OKP", 32],
  X448: ["OKP", 56],
};

const isBase64url = (text: unknown) =>
  typeof text === "string" && /^[A-Za-z0-9_-]+$/.test(text) && text.length % 4 !== 1;

const bytesIn = (text: unknown) => Math.floor(String(text).length * 3 / 4);

/** Without keys there is nothing to verify with. */
export const jwksFound: readonly Row[] = [
  {
    id: "jwks.document",
    section: "RFC 7517 section 5",
    level: "failure",
    expects: "Status 200 and a JSON object with a list of keys",
    judge: ({ response, keys }) =>
      response.status === 200 && keys && keys.length > 0
        ? undefined
        : `${response.status} with ${keys?.length ?? "no list of"} keys`,
  },
];

/** What published keys keep to. */
export const jwksChecks: readonly Row[] = [
  {
    id: "jwks.media_type",
    section: "RFC 7517 section 8.5",
    level: "failure",
    expects: "application/json or application/jwk-set+json",
    judge: ({ response }) => {
      const type = mediaTypeOf(response);
      return ["application/json", "application/jwk-set+json"].includes(type) ? undefined : shown(type);
    },
  },
  {
    id: "jwks.public",
    section: "OpenID Connect Core section 10.1",
    level: "failure",
    expects: "Nothing private and nothing symmetric",
    judge: each((key) => {
      if (key.kty === "oct") return "It is symmetric";
      const found = secretMembers.filter((member) => member in key);
      return found.length === 0 ? undefined : found.join(", ");
    }),
  },
  {
    id: "jwks.base64url",
    section: "RFC 7518 section 6",
    level: "failure",
    expects: "Numbers as base64url without padding",
    judge: each((key) => {
      const wrong = (encoded[String(key.kty)] ?? []).filter((member) => !isBase64url(key[member]));
      return wrong.length === 0 ? undefined : wrong.join(", ");
    }),
  },
  {
    id: "jwks.kid",
    section: "RFC 7517 section 4.5",
    level: "failure",
    expects: "A kid in every key, each once",
    judge: ({ keys = [] }) => {
      const kids = keys.map(({ kid }) => kid);
      const wrong = kids.find((kid, at) => typeof kid !== "string" || kid === "" || kids.indexOf(kid) !== at);
      return wrong === undefined && !kids.includes(undefined) ? undefined : shown(wrong);
    },
  },
  {
    id: "jwks.curve",
    section: "RFC 7518 section 6.2",
    level: "failure",
    expects: "Coordinates of the curve that the key names",
    judge: each((key) => {
      if (key.kty !== "EC" && key.kty !== "OKP") return undefined;
      const [kty, bytes] = coordinates[String(key.crv)] ?? [];
      const right = kty === key.kty &&
        encoded[key.kty]!.every((name) => !isBase64url(key[name]) || bytesIn(key[name]) === bytes);
      return right ? undefined : shown(key.crv);
    }),
  },
  {
    id: "jwks.usable",
    section: "RFC 7517 section 5",
    level: "warning",
    expects: "Keys that can be used",
    judge: each((key) => {
      if (!encoded[String(key.kty)] || key.crv === "secp256k1") return `kty ${shown(key.kty)}`;
      try {
        createPublicKey({ key: key as Record<string, string>, format: "jwk" });
        return undefined;
      } catch (fault) {
        // What is not encoded rightly is judged by the checks above.
        const told = encoded[String(key.kty)]!.some((name) => !isBase64url(key[name])) || "crv" in key;
        return told ? undefined : (fault as Error).message;
      }
    }),
  },
];
