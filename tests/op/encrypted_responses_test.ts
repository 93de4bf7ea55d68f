/** What a client gets signed, encrypted, or both, as it is registered. */
import { assertEquals, assertMatch } from "@std/assert";
import {
  compactDecrypt,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  importJWK,
} from "jose";
import { day } from "../../src/domain/time.ts";
import {
  clientContentAlgorithms,
  clientEncryptionAlgorithms,
  type ClientMetadata,
  signingAlgorithms,
} from "../../src/domain/client_metadata.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { openBrowser } from "../support/browser.ts";
import {
  authorizeAs,
  authorizeUrl,
  codeIn,
  introspect,
  pkce,
  post,
  redeem,
  refresh,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, type TestClient } from "../support/provider.ts";

const web = documents();
const provider = await openProvider({ fetch: web.fetch });
const { issuer, send, time } = provider;
const alice = await addPerson(provider);
const asked = { scope: "openid profile offline_access", prompt: "consent" };
const keys = {
  rsa: await makeClientKey("RSA-OAEP-256", "rsa-1", { use: "enc" }),
  ec: await makeClientKey("ECDH-ES", "ec-1", { use: "enc" }),
};
const keyFor = (alg: string) => alg.startsWith("RSA") ? keys.rsa : keys.ec;
const jwks = { keys: [keys.rsa.jwk, keys.ec.jwk] };

const clientWith = (metadata: Partial<ClientMetadata>) => addClient(provider, { jwks, ...metadata });

/** The claims in a JWS of the provider, verified with its published keys by jose. */
async function verified(jws: string, alg: string): Promise<Readonly<Record<string, unknown>>> {
  const published = createLocalJWKSet(await (await send("/oauth2/jwks.json")).json());
  const { payload, protectedHeader } = await compactVerify(jws, published, { algorithms: [alg] });
  assertEquals(protectedHeader.alg, alg);
  return JSON.parse(new TextDecoder().decode(payload));
}

/** What is in a JWE for one of the keys above. */
async function decrypted(jwe: string): Promise<{ readonly text: string; readonly header: object }> {
  const { alg = "" } = decodeProtectedHeader(jwe);
  const key = await importJWK(await exportJWK(keyFor(alg).privateKey), alg);
  const { plaintext, protectedHeader: { epk: _, ...header } } = await compactDecrypt(jwe, key);
  return { text: new TextDecoder().decode(plaintext), header };
}

async function userinfoOf(access_token: string) {
  const response = await send("/oauth2/userinfo", { headers: { authorization: `Bearer ${access_token}` } });
  assertEquals([response.status, response.headers.get("cache-control")], [200, "no-store"]);
  return { type: response.headers.get("content-type"), text: await response.text() };
}

for (const alg of clientEncryptionAlgorithms) {
  for (const enc of clientContentAlgorithms) {
    Deno.test(`an ID token is signed and then encrypted by ${alg} and ${enc}, with the kid of the key (OpenID Connect Core section 2 and 10.2)`, async () => {
      const client = await clientWith({
        id_token_signed_response_alg: "ES256",
        id_token_encrypted_response_alg: alg,
        id_token_encrypted_response_enc: enc,
      });
      const { id_token = "" } = await tokensFor(provider, client, alice);
      const { text, header } = await decrypted(id_token);
      assertEquals(header, { alg, enc, kid: keyFor(alg).kid, cty: "JWT" });
      const { iss, aud, sub, nonce } = await verified(text, "ES256");
      assertEquals([iss, aud, sub, nonce], [issuer, client.client_id, alice.sub, "some-nonce"]);
    });
  }
}

Deno.test("a refreshed ID token is encrypted like the first, and a repeat of the request gets the very same (OpenID Connect Core section 12.2)", async () => {
  const client = await clientWith({ id_token_encrypted_response_alg: "ECDH-ES" });
  const { refresh_token = "" } = await tokensFor(provider, client, alice, { asked });
  const first = await refresh(send, client, refresh_token),
    again = await refresh(send, client, refresh_token);
  const { header, text } = await decrypted(first.id_token!);
  assertEquals(header, { alg: "ECDH-ES", enc: "A128CBC-HS256", kid: "ec-1", cty: "JWT" });
  assertEquals((await verified(text, "RS256")).sub, alice.sub);
  assertEquals(again.id_token, first.id_token);
});

/** The error that an authorization request with this hint is answered with at once; null: the person is asked. */
async function hintRefused(client: TestClient, id_token_hint: string): Promise<string | null> {
  const visit = await openBrowser(issuer, send).open(authorizeUrl(issuer, client, { id_token_hint }));
  return new URL(visit.url).searchParams.get("error");
}

Deno.test("the signed ID token within an encrypted one is a hint, the encrypted one is none (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await clientWith({ id_token_encrypted_response_alg: "RSA-OAEP" });
  const { id_token = "" } = await tokensFor(provider, client, alice);
  assertEquals(await hintRefused(client, (await decrypted(id_token)).text), null);
  assertEquals(await hintRefused(client, id_token), "invalid_request");
});

const claims = { sub: alice.sub, name: "Alice Example", preferred_username: "alice", updated_at: time.now };

for (const alg of signingAlgorithms) {
  Deno.test(`userinfo signed with ${alg} is application/jwt with iss and aud (OpenID Connect Core section 5.3.2)`, async () => {
    const client = await clientWith({ userinfo_signed_response_alg: alg });
    const { access_token = "" } = await tokensFor(provider, client, alice, { asked });
    const { type, text } = await userinfoOf(access_token);
    assertEquals(type, "application/jwt");
    assertEquals(await verified(text, alg), { iss: issuer, aud: client.client_id, ...claims });
    assertEquals(decodeProtectedHeader(text).typ, undefined, "it is no ID token");
  });
}

Deno.test("userinfo that is encrypted alone is a JWT with the claims in it (OpenID Connect Core section 5.3.2)", async () => {
  const client = await clientWith({
    userinfo_encrypted_response_alg: "ECDH-ES+A256KW",
    userinfo_encrypted_response_enc: "A256GCM",
  });
  const { access_token = "" } = await tokensFor(provider, client, alice, { asked });
  const { type, text } = await userinfoOf(access_token), { header, text: plain } = await decrypted(text);
  assertEquals([type, header], ["application/jwt", { alg: "ECDH-ES+A256KW", enc: "A256GCM", kid: "ec-1" }]);
  assertEquals(JSON.parse(plain), { iss: issuer, aud: client.client_id, ...claims });
});

Deno.test("userinfo that is signed and encrypted is signed first (OpenID Connect Core section 5.3.2)", async () => {
  const client = await clientWith({
    userinfo_signed_response_alg: "EdDSA",
    userinfo_encrypted_response_alg: "RSA-OAEP-256",
  });
  const { access_token = "" } = await tokensFor(provider, client, alice, { asked });
  const { header, text } = await decrypted((await userinfoOf(access_token)).text);
  assertEquals(header, { alg: "RSA-OAEP-256", enc: "A128CBC-HS256", kid: "rsa-1", cty: "JWT" });
  assertEquals(await verified(text, "EdDSA"), { iss: issuer, aud: client.client_id, ...claims });
});

Deno.test("a client that is registered for nothing gets a signed ID token and JSON, as ever (OpenID Connect Core section 5.3.2)", async () => {
  const client = await clientWith({});
  const { access_token = "", id_token = "" } = await tokensFor(provider, client, alice, { asked });
  assertEquals(id_token.split(".").length, 3);
  const { type, text } = await userinfoOf(access_token);
  assertMatch(type ?? "", /^application\/json/);
  assertEquals(JSON.parse(text), claims);
});

Deno.test("a signed userinfo response is no ID token, no access token and no hint (RFC 8725 section 3.12)", async () => {
  const client = await clientWith({ userinfo_signed_response_alg: "RS256" });
  const { access_token = "" } = await tokensFor(provider, client, alice, { asked });
  const { text } = await userinfoOf(access_token);
  assertEquals(await userinfoStatus(send, text), 401);
  assertEquals((await introspect(send, client, text)).active as unknown, false);
  assertEquals(await hintRefused(client, text), "invalid_request");
});

const jwks_uri = "https://app.example/jwks.json";

Deno.test("keys that cannot be fetched cost no code: the answer is 503, and the same code is redeemed once they are there (OpenID Connect Core section 10.2)", async () => {
  // Keys are looked for once a minute, and the code has to live until then.
  const policy = { lifetimes: { authorization_code: 600 } };
  await provider.db.updateTable("tenant").set({ policy }).execute();
  time.now += 1;
  const client = await addClient(provider, { jwks_uri, id_token_encrypted_response_alg: "RSA-OAEP" });
  const code = codeIn(await authorizeAs(provider, client, alice, { asked }));
  const fields = { grant_type: "authorization_code", code, redirect_uri: client.redirect_uri };
  const form = { ...fields, code_verifier: pkce.verifier };
  const refused = await post(send, "/oauth2/token", form, client);
  assertEquals([refused.status, refused.headers.get("retry-after")], [503, "60"]);
  assertEquals((await refused.json()).error, "temporarily_unavailable");
  assertEquals(lastRefusal(provider), "response_encryption.not_fetched");
  web.at.set(jwks_uri, jwks);
  time.now += 60;
  const answer = await redeem(send, client, code);
  assertEquals(answer.status, 200, JSON.stringify(answer));
  assertEquals((await verified((await decrypted(answer.id_token!)).text, "RS256")).sub, alice.sub);
});

Deno.test("keys that cannot be fetched cost no refresh token either, and userinfo answers 503 without a challenge (RFC 6750 section 3.1)", async () => {
  const uri = "https://away.example/jwks.json";
  web.at.set(uri, jwks);
  const format = { id_token_encrypted_response_alg: "ECDH-ES", userinfo_encrypted_response_alg: "ECDH-ES" };
  const client = await addClient(provider, { jwks_uri: uri, ...format } as Partial<ClientMetadata>);
  const { refresh_token = "" } = await tokensFor(provider, client, alice, { asked });
  web.at.delete(uri);
  time.now += 3 * day;
  const refused = await refresh(send, client, refresh_token);
  assertEquals([refused.status, refused.error], [503, "temporarily_unavailable"]);
  web.at.set(uri, jwks);
  time.now += 60;
  const { status, access_token = "" } = await refresh(send, client, refresh_token);
  assertEquals(status, 200);
  // The server starts anew, and knows no key of anybody.
  provider.deployment.clientKeys.clear();
  web.at.delete(uri);
  const headers = { authorization: `Bearer ${access_token}` };
  const away = await send("/oauth2/userinfo", { headers });
  assertEquals([away.status, away.headers.get("www-authenticate")], [503, null]);
  assertEquals((await away.json()).error, "temporarily_unavailable");
  web.at.set(uri, jwks);
  time.now += 60;
  assertEquals((await decrypted((await userinfoOf(access_token)).text)).header, {
    alg: "ECDH-ES",
    enc: "A128CBC-HS256",
    kid: "ec-1",
  });
});

Deno.test("a key set without a key for the algorithm is told as what it is, and costs no code", async () => {
  const uri = "https://bare.example/jwks.json";
  web.at.set(uri, { keys: [(await makeClientKey("ES256", "sig-1", { use: "sig" })).jwk] });
  const client = await addClient(provider, { jwks_uri: uri, id_token_encrypted_response_alg: "RSA-OAEP" });
  const code = codeIn(await authorizeAs(provider, client, alice, { asked }));
  const { status, error, error_description } = await redeem(send, client, code);
  assertEquals([status, error], [500, "server_error"]);
  assertMatch(error_description!, /RSA-OAEP.*no key/);
  assertEquals(lastRefusal(provider), "response_encryption.no_fitting_key");
  web.at.set(uri, jwks);
  time.now += 60;
  assertEquals((await redeem(send, client, code)).status, 200);
});
