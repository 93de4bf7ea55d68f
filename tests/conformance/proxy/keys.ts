/** Keys of the proxy. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { CompactSign } from "jose";

/** A JWT's header and claims. */
export type Part = Readonly<Record<string, unknown>>;

/** A key that the proxy signs with. */
export interface ProxyKey {
  readonly kid: string;
  readonly alg: "RS256" | "ES256";
  readonly privateKey: KeyObject;
  /** As jwks_uri has it. */
  readonly jwk: Part;
}

const pair = {
  RS256: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
};

function makeKey(kid: string, alg: ProxyKey["alg"]): ProxyKey {
  const { publicKey, privateKey } = pair[alg]();
  return { kid, alg, privateKey, jwk: { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" } };
}

/** The keys of a proxy: those that it adds to the issuer's, and one that it keeps to itself. */
export interface ProxyKeys {
  readonly rsa: ProxyKey;
  readonly ec: ProxyKey;
  readonly unpublished: ProxyKey;
}

/** Makes them. */
export const makeProxyKeys = (): ProxyKeys => ({
  rsa: makeKey("proxy-rsa", "RS256"),
  ec: makeKey("proxy-ec", "ES256"),
  unpublished: makeKey("proxy-unpublished", "RS256"),
});

/** Signs claims. @param header What its header has beside or instead of the key's; undefined leaves a member out. */
export async function signWith(
  { kid, alg, privateKey }: ProxyKey,
  claims: Part,
  header: Part = {},
): Promise<string> {
  const members = JSON.parse(JSON.stringify({ alg, kid, ...header }));
  return await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader(members).sign(privateKey);
}

/** The claims of a JWT that the issuer made. */
export const claimsOf = (jwt: string): Part =>
  JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(jwt.split(".")[1]!, { alphabet: "base64url" })));
