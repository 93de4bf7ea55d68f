/** The provider over a real socket, as web applications with Auth.js see it, which find everything through discovery. */
import { assertEquals, assertMatch } from "@std/assert";
// @ts-types="../support/auth_core.d.ts"
import { Auth, type AuthConfig } from "@auth/core";
import { makeClientKey } from "../support/client_keys.ts";
import { visitAs } from "../support/rp.ts";
import { registerClient, registerPerson, startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

const ada = await registerPerson(server);
const origin = "https://app.example", redirect_uri = `${origin}/auth/callback/latchkey`;
const key = await makeClientKey();

/** A web application with Auth.js: what its handler answers, with cookies as a browser keeps them. */
async function openApp(metadata: Readonly<Record<string, unknown>>, privateKey?: CryptoKey) {
  const { client_id, client_secret } = await registerClient(server, {
    redirect_uris: [redirect_uri],
    ...metadata,
  });
  const cookies = new Map<string, string>(), { token_endpoint_auth_method } = metadata;
  const config: AuthConfig = {
    secret: "a secret of the application alone",
    trustHost: true,
    basePath: "/auth",
    logger: { error: (error) => void errors.push(error), warn: () => {}, debug: () => {} },
    providers: [{
      id: "latchkey",
      name: "Latchkey",
      type: "oidc",
      issuer: server.issuer,
      clientId: client_id,
      ...(client_secret === "" ? {} : { clientSecret: client_secret }),
      // Profile and e-mail address are at the userinfo endpoint (OpenID Connect Core section 5.4).
      idToken: false,
      checks: ["pkce", "state", "nonce"],
      client: { token_endpoint_auth_method },
      ...(privateKey ? { token: { clientPrivateKey: privateKey } } : {}),
    }],
    callbacks: {
      jwt: ({ token, profile }) => profile ? { ...token, sub: profile.sub! } : token,
      session: ({ session, token }) => ({ ...session, sub: token.sub }),
    },
  };
  const errors: Error[] = [];
  const ask = async (address: string | URL, form?: Readonly<Record<string, string>>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const request = new Request(new URL(address, origin), {
      headers: { cookie },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    const response = await Auth(request, config);
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return { ask, errors };
}

/** The request that the person is sent on, and what comes of the answer. */
async function signIn(metadata: Readonly<Record<string, unknown>>, privateKey?: CryptoKey) {
  const { ask, errors } = await openApp(metadata, privateKey);
  const { csrfToken } = await (await ask("/auth/csrf")).json();
  const sent = await ask("/auth/signin/latchkey", { csrfToken, callbackUrl: `${origin}/home` });
  assertEquals([sent.status, errors], [302, []]);
  const { url: back } = await visitAs(server, new URL(sent.headers.get("location")!), { person: ada });
  assertMatch(back, /^https:\/\/app\.example\/auth\/callback\/latchkey\?code=/);
  const home = (await ask(back)).headers.get("location");
  return { home, errors, session: await (await ask("/auth/session")).json() };
}

// Auth.js names the issuer and the token endpoint in aud.
const keyed = { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [key.jwk] } };

const ways: readonly (readonly [Readonly<Record<string, unknown>>, CryptoKey?])[] = [
  [{ token_endpoint_auth_method: "client_secret_basic" }],
  [{ token_endpoint_auth_method: "client_secret_post" }],
  [{ token_endpoint_auth_method: "client_secret_jwt" }],
  [{ ...keyed, legacy_assertion_audience: true }, key.privateKey],
  [{ token_endpoint_auth_method: "none" }],
];

for (const [metadata, privateKey] of ways) {
  Deno.test(`Auth.js signs a person in through discovery alone, by ${metadata.token_endpoint_auth_method} (OpenID Connect Discovery section 4)`, async () => {
    const { home, errors, session: { user, sub } } = await signIn(metadata, privateKey);
    assertEquals([home, errors], [`${origin}/home`, []]);
    assertEquals([user.name, user.email, sub], ["Ada Lovelace", "ada@example.com", ada.sub]);
  });
}

Deno.test("Auth.js with a key of its own needs legacy_assertion_audience, because it names two audiences (RFC 7523bis section 3)", async () => {
  const { home, session } = await signIn(keyed, key.privateKey);
  assertEquals([home, session], [`${origin}/auth/error?error=Configuration`, null]);
});
