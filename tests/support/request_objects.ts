/** Request objects, as clients make them (OpenID Connect Core section 6). */
import { CompactEncrypt, importJWK, SignJWT } from "jose";
import type { ClientKey } from "./client_keys.ts";
import { authorizeUrl } from "./flow.ts";
import type { TestClient, TestProvider } from "./provider.ts";

type Members = Readonly<Record<string, unknown>>;

/** What differs from a good object: a member that is undefined is left out. */
export interface Differing {
  readonly claims?: Members;
  readonly header?: Members;
}

/** The claims of a good object: what a good request has, for whom it is, and until when. */
export function objectClaims(
  { issuer, time }: Pick<TestProvider, "issuer" | "time">,
  client: TestClient,
  claims: Members = {},
): Record<string, unknown> {
  const asked = Object.fromEntries(authorizeUrl(issuer, client).searchParams);
  const all = { ...asked, iss: client.client_id, aud: issuer, exp: time.now + 60, nbf: time.now, ...claims };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Signs an object with a client's key. */
export function requestObject(
  provider: Pick<TestProvider, "issuer" | "time">,
  client: TestClient,
  { alg, kid, privateKey }: Pick<ClientKey, "alg" | "kid" | "privateKey">,
  { claims = {}, header = {} }: Differing = {},
): Promise<string> {
  return new SignJWT(objectClaims(provider, client, claims))
    .setProtectedHeader({ alg, kid, typ: "oauth-authz-req+jwt", ...header }).sign(privateKey);
}

/** An object that nobody signed. */
export function unsignedObject(claims: Members, header: Members = { alg: "none" }): string {
  const part = (value: Members) =>
    new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url", omitPadding: true });
  return `${part(header)}.${part(claims)}.`;
}

/** Encrypts an object to a published key of the provider. */
export async function encryptedObject(
  { send }: Pick<TestProvider, "send">,
  text: string,
  { alg = "RSA-OAEP-256", enc = "A256GCM", header = {} }: {
    readonly alg?: string;
    readonly enc?: string;
    readonly header?: Members;
  } = {},
): Promise<string> {
  const { keys } = await (await send("/oauth2/jwks.json")).json();
  const jwk = keys.find((key: { use: string; alg: string }) => key.use === "enc" && key.alg === alg);
  return await new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg, enc, kid: jwk.kid, cty: "oauth-authz-req+jwt", ...header })
    .encrypt(await importJWK(jwk, alg));
}
