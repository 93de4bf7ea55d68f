import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { createHash } from "node:crypto";
import { signingAlgorithms } from "../../src/domain/client_metadata.ts";
import { keyAlgorithms, keyUse } from "../../src/domain/provider_key.ts";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { openBrowser } from "../support/browser.ts";
import { type Asked, authorizeAs, refresh, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const alice = await addPerson(provider, "alice");
const trusted = { first_party: true };
const jwks = createLocalJWKSet(await (await send("/oauth2/jwks.json")).json());

/** Digests by the hash of each algorithm (OpenID Connect Core section 3.1.3.6; RFC 8032 section 5.1 for Ed25519). */
const hashes = { RS256: "sha256", ES256: "sha256", EdDSA: "sha512" } as const;

const leftHalf = (hash: string, text: string) => {
  const digest = createHash(hash).update(text).digest();
  return digest.subarray(0, digest.length / 2).toString("base64url");
};

for (const alg of signingAlgorithms) {
  Deno.test(`an ID token signed with ${alg} verifies from the published set and has exactly its claims (OpenID Connect Core section 2 and 3.1.3.6)`, async () => {
    const client = await addClient(provider, { id_token_signed_response_alg: alg }, trusted);
    const browser = openBrowser(issuer, send), signedInAt = time.now;
    await authorizeAs(provider, client, alice, { browser });
    time.now += 40;
    const { id_token = "", access_token = "" } = await tokensFor(provider, client, alice, { browser });
    const { payload, protectedHeader } = await jwtVerify(id_token, jwks, {
      issuer,
      audience: client.client_id,
      algorithms: [alg],
      currentDate: new Date(time.now * 1000),
    });
    assertEquals(Object.keys(protectedHeader).toSorted(), ["alg", "kid", "typ"]);
    assertEquals([protectedHeader.alg, protectedHeader.typ], [alg, "JWT"]);
    const { sid, ...claims } = payload;
    assertMatch(sid as string, /^[A-Za-z0-9_-]{43}$/);
    assertEquals(claims, {
      iss: issuer,
      sub: alice.sub,
      aud: client.client_id,
      exp: time.now + lifetimes.id_token.default,
      iat: time.now,
      auth_time: signedInAt,
      nonce: "some-nonce",
      acr: "1",
      amr: ["pwd"],
      at_hash: leftHalf(hashes[alg], access_token),
    });
  });
}

const client = await addClient(provider, {}, trusted);
const idToken = async (asked: Asked, at = client) =>
  decodeJwt((await tokensFor(provider, at, alice, { asked })).id_token!);

Deno.test("an ID token has no nonce where the request had none (OpenID Connect Core section 2)", async () => {
  assertEquals("nonce" in await idToken({ nonce: undefined }), false);
});

Deno.test("an ID token says nothing of the person beside who it is: claims are had from userinfo (OpenID Connect Core section 5.4)", async () => {
  const claims = await idToken({ scope: "openid profile email phone address" });
  for (const name of ["name", "email", "preferred_username", "phone_number", "address"]) {
    assertEquals(claims[name], undefined);
  }
});

Deno.test("without the scope openid there is no ID token (OpenID Connect Core section 3.1.2.1)", async () => {
  const tokens = await tokensFor(provider, client, alice, { asked: { scope: "profile" } });
  assertEquals([tokens.status, tokens.id_token, tokens.scope], [200, undefined, "profile"]);
});

Deno.test("sid is the same for one client and session, and another one for each client (OpenID Connect Back-Channel Logout section 2.1)", async () => {
  const browser = openBrowser(issuer, send), second = await addClient(provider, {}, trusted);
  const sidAt = async (at: typeof client) =>
    decodeJwt((await tokensFor(provider, at, alice, { browser })).id_token!).sid;
  const first = await sidAt(client);
  assertEquals(await sidAt(client), first);
  assertNotEquals(await sidAt(second), first);
  assertNotEquals((await idToken({})).sid, first);
});

Deno.test("an ID token from a refresh speaks of the same sign-in, without the nonce (OpenID Connect Core section 12.2)", async () => {
  const tokens = await tokensFor(provider, client, alice, { asked: { scope: "openid offline_access" } });
  const first = decodeJwt(tokens.id_token!);
  time.now += 3600;
  const again = await refresh(send, client, tokens.refresh_token!);
  const { nonce, iat, exp, at_hash, ...same } = decodeJwt(again.id_token!);
  assertEquals([nonce, iat, exp], [undefined, time.now, time.now + lifetimes.id_token.default]);
  assertEquals(at_hash, leftHalf("sha256", again.access_token!));
  const { nonce: _nonce, iat: _iat, exp: _exp, at_hash: _hash, ...before } = first;
  assertEquals(same, before);
});

Deno.test("the published set has public parts alone, each with kid, use and alg (RFC 7517 section 4)", async () => {
  const response = await send("/oauth2/jwks.json");
  assertEquals(response.headers.get("content-type"), "application/jwk-set+json");
  const { keys } = await response.json();
  const members = { RSA: ["e", "n"], EC: ["crv", "x", "y"], OKP: ["crv", "x"] };
  for (const key of keys) {
    const { kid, use, alg, kty, ...parts } = key;
    assertMatch(kid, /^[A-Za-z0-9_-]{43}$/);
    assertEquals(use, keyAlgorithms.includes(alg) ? keyUse(alg) : undefined, alg);
    assertEquals(Object.keys(parts).toSorted(), members[kty as keyof typeof members]);
  }
  const { id_token = "" } = await tokensFor(provider, client, alice);
  assertEquals(keys.some(({ kid }: { kid: string }) => kid === decodeProtectedHeader(id_token).kid), true);
});
