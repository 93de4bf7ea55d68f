import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { savePolicy } from "../../src/store/tenants.ts";
import { answerOf, introspect, post, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const alice = await addPerson(provider, "alice");
const jwks = createLocalJWKSet(await (await send("/oauth2/jwks.json")).json());
const trusted = { first_party: true } as const,
  opaque = { ...trusted, access_token_format: "opaque" } as const;

Deno.test("a person's access token is a JWT with the claims of RFC 9068 (section 2)", async () => {
  const client = await addClient(provider, { id_token_signed_response_alg: "ES256" }, trusted);
  const signedInAt = time.now;
  const tokens = await tokensFor(provider, client, alice, { asked: { scope: "openid email" } });
  const { payload, protectedHeader } = await jwtVerify(tokens.access_token!, jwks, {
    issuer,
    audience: issuer,
    typ: "at+jwt",
    algorithms: ["ES256"],
    currentDate: new Date(time.now * 1000),
  });
  assertEquals(Object.keys(protectedHeader).toSorted(), ["alg", "kid", "typ"]);
  const { jti, token_family, ...claims } = payload;
  assertMatch(jti!, /^[0-9A-Za-z]{22}$/);
  assertMatch(token_family as string, /^[0-9a-f]{4}[0-9A-Za-z]{22}$/);
  assertEquals(claims, {
    iss: issuer,
    sub: alice.sub,
    aud: issuer,
    exp: time.now + lifetimes.access_token_jwt.default,
    iat: time.now,
    client_id: client.client_id,
    scope: "openid email",
    auth_time: signedInAt,
    acr: "1",
    amr: ["pwd"],
  });
});

Deno.test("a client's own access token names the client as its subject and no person (RFC 9068 section 2.2)", async () => {
  const client = await addClient(provider, { grant_types: ["client_credentials"] });
  const answer = await answerOf(
    await post(send, "/oauth2/token", { grant_type: "client_credentials" }, client),
  );
  const { sub, client_id, auth_time, token_family } = decodeJwt(answer.access_token!);
  assertEquals([sub, client_id, auth_time, token_family], [
    client.client_id,
    client.client_id,
    undefined,
    undefined,
  ]);
  assertNotEquals(sub?.length, alice.sub.length);
});

Deno.test("every access token has a jti of its own (RFC 9068 section 2.2)", async () => {
  const client = await addClient(provider, {}, trusted);
  const jtis = await Promise.all(
    [1, 2].map(async () => decodeJwt((await tokensFor(provider, client, alice)).access_token!).jti),
  );
  assertEquals(new Set(jtis).size, 2);
});

Deno.test("an opaque access token tells nothing, and works as a signed one does (RFC 6749 section 1.4)", async () => {
  const client = await addClient(provider, {}, opaque);
  const tokens = await tokensFor(provider, client, alice), { access_token = "" } = tokens;
  assertMatch(access_token, /^lk_at_[0-9a-f]{4}[0-9A-Za-z]{49}$/);
  assertEquals(tokens.expires_in, lifetimes.access_token_opaque.default);
  assertEquals(await userinfoStatus(send, access_token), 200);
  const { active, jti, sub, aud } = await introspect(send, client, access_token);
  assertEquals([active as unknown, jti, sub, aud], [true, undefined, alice.sub, issuer]);
  const rows = await provider.db.selectFrom("access_token").selectAll().execute();
  assertEquals([rows.length, JSON.stringify(rows).includes(access_token)], [1, false]);
});

for (
  const [format, record, name] of [["jwt", trusted, "access_token_jwt"], [
    "opaque",
    opaque,
    "access_token_opaque",
  ]] as const
) {
  Deno.test(`an access token in format ${format} ends with its last second (RFC 6749 section 5.1)`, async () => {
    const client = await addClient(provider, {}, record);
    const { access_token = "", expires_in } = await tokensFor(provider, client, alice);
    assertEquals(expires_in, lifetimes[name].default);
    time.now += expires_in - 1;
    assertEquals(await userinfoStatus(send, access_token), 200);
    time.now += 1;
    assertEquals(await userinfoStatus(send, access_token), 401);
    assertEquals(Object.keys(await introspect(send, client, access_token)), ["active", "status"]);
  });
}

Deno.test("the tenant's policy sets how long tokens live (RFC 6749 section 5.1)", async () => {
  const client = await addClient(provider, {}, trusted);
  await savePolicy(provider.db, "default", { lifetimes: { access_token_jwt: 45, id_token: 90 } });
  time.now += 2;
  const { expires_in, id_token = "" } = await tokensFor(provider, client, alice);
  const { iat = 0, exp = 0 } = decodeJwt(id_token);
  assertEquals([expires_in, exp - iat], [45, 90]);
  await savePolicy(provider.db, "default", {});
  time.now += 2;
});

Deno.test("an access token names the algorithm of its client's ID tokens and the key that made it (RFC 9068 section 2.1)", async () => {
  const client = await addClient(provider, { id_token_signed_response_alg: "EdDSA" }, trusted);
  const { access_token = "" } = await tokensFor(provider, client, alice);
  const { alg, typ, kid } = decodeProtectedHeader(access_token);
  assertEquals([alg, typ, typeof kid], ["EdDSA", "at+jwt", "string"]);
});
