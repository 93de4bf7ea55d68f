import { Buffer } from "node:buffer";
import { SignJWT } from "jose";
import type { Client } from "../client.ts";
import { formBody } from "../exchange.ts";
import { signAs } from "./client_key.ts";

/** How a client says who it is: headers and fields of a request. */
export interface Credentials {
  readonly headers: { readonly authorization?: string };
  readonly fields: Readonly<Record<string, string>>;
}

/** What an assertion is for. */
export interface AssertionFor {
  readonly audience: string;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** Form encoding of one word (RFC 6749 section 2.3.1 asks for it inside of Basic credentials). */
const encoded = (text: string) => formBody({ "": text }).slice(1);

const jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Claims of an assertion (OpenID Connect Core section 9). Its jti is never drawn from the seed: it counts once. */
const assertionClaims = ({ client_id }: Client, { audience, now }: AssertionFor) => ({
  iss: client_id,
  sub: client_id,
  aud: audience,
  jti: crypto.randomUUID(),
  iat: now,
  exp: now + 60,
});

function signAssertion(client: Client, purpose: AssertionFor): Promise<string> {
  const claims = assertionClaims(client, purpose);
  if (client.key) return signAs(client.key, claims, "JWT");
  const secret = new TextEncoder().encode(client.client_secret);
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(secret);
}

/** Makes the credentials of the method that a client is registered for. */
export async function authenticateClient(client: Client, purpose: AssertionFor): Promise<Credentials> {
  const { client_id, client_secret = "", token_endpoint_auth_method } = client;
  switch (token_endpoint_auth_method) {
    case "client_secret_basic": {
      const pair = Buffer.from(`${encoded(client_id)}:${encoded(client_secret)}`).toString("base64");
      return { headers: { authorization: `Basic ${pair}` }, fields: {} };
    }
    case "client_secret_post":
      return { headers: {}, fields: { client_id, client_secret } };
    case "none":
      return { headers: {}, fields: { client_id } };
    case "client_secret_jwt":
    case "private_key_jwt": {
      const client_assertion = await signAssertion(client, purpose);
      return { headers: {}, fields: { client_id, client_assertion_type: jwtBearer, client_assertion } };
    }
  }
}
