import { assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import { decodeJwt } from "jose";
import { deriveKeys } from "../../src/crypto/derived_key.ts";
import type { ClientMetadata } from "../../src/domain/client_metadata.ts";
import { keyPortsOf } from "../../src/http/deploy.ts";
import { openPairwise } from "../../src/op/pairwise_salt.ts";
import { findPairwiseSalt, replacePairwiseSalt } from "../../src/store/tenants.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, authorizeUrl, introspect, refresh, signIn, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient, type TestPerson } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, db, deployment } = provider;
const alice = await addPerson(provider, "alice"), bob = await addPerson(provider, "bob");
const asked = { scope: "openid offline_access", prompt: "consent" };

const pairwise = (host: string, metadata: Partial<ClientMetadata> = {}, record = {}) =>
  addClient(
    provider,
    { subject_type: "pairwise", redirect_uris: [`https://${host}/callback`], ...metadata },
    record,
  );

/** Every subject identifier that a client is told of a person. */
async function subjectsOf(client: TestClient, person: TestPerson) {
  const { access_token = "", refresh_token = "", id_token = "" } = await tokensFor(provider, client, person, {
    asked,
  });
  const headers = { authorization: `Bearer ${access_token}` };
  const told = await (await send("/oauth2/userinfo", { headers })).json();
  const refreshed = await refresh(send, client, refresh_token);
  return {
    id_token: decodeJwt(id_token).sub,
    refreshed_id_token: decodeJwt(refreshed.id_token!).sub,
    userinfo: told.sub,
    introspected_access_token: (await introspect(send, client, access_token)).sub,
    introspected_refresh_token: (await introspect(send, client, refreshed.refresh_token!)).sub,
    ...(access_token.includes(".") ? { access_token: decodeJwt(access_token).sub } : {}),
  };
}

async function subjectOf(client: TestClient, person: TestPerson): Promise<string> {
  const subjects = new Set(Object.values(await subjectsOf(client, person)));
  assertEquals(subjects.size, 1, `${[...subjects]}`);
  return [...subjects][0]!;
}

for (const access_token_format of ["jwt", "opaque"]) {
  Deno.test(`a pairwise client with ${access_token_format} access tokens is told one sub of a person wherever it is told one, and it is not the account's (OpenID Connect Core section 8.1)`, async () => {
    const client = await pairwise("app.example", {}, { access_token_format });
    const told = await subjectsOf(client, alice), [sub] = Object.values(told);
    assertEquals(new Set(Object.values(told)).size, 1, JSON.stringify(told));
    assertMatch(sub!, /^p_[A-Za-z0-9_-]{22}$/);
    assertEquals(Object.keys(told).length, access_token_format === "jwt" ? 6 : 5);
  });
}

Deno.test("clients of one sector know a person by one sub, those of another by another, public ones by the account's (OpenID Connect Core section 8.1)", async () => {
  const one = await pairwise("app.example"), same = await pairwise("app.example");
  const elsewhere = await pairwise("other.example");
  const named = await pairwise("elsewhere.example", {
    sector_identifier_uri: "https://app.example/redirect_uris.json",
  });
  const sub = await subjectOf(one, alice);
  assertEquals([await subjectOf(same, alice), await subjectOf(named, alice)], [sub, sub]);
  assertNotEquals(await subjectOf(elsewhere, alice), sub);
  assertNotEquals(await subjectOf(one, bob), sub);
  assertEquals(await subjectOf(await addClient(provider), alice), alice.sub);
});

Deno.test("an id_token_hint with a pairwise sub means its account, in its own sector alone (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await pairwise("app.example", {}, { first_party: true });
  const hintOf = async (person: TestPerson) => (await tokensFor(provider, client, person)).id_token!;
  const browser = openBrowser(issuer, send);
  await signIn(browser, await browser.open(authorizeUrl(issuer, client)), alice);
  const silently = async (id_token_hint: string) =>
    answerIn(await browser.open(authorizeUrl(issuer, client, { prompt: "none", id_token_hint })));
  assertEquals((await silently(await hintOf(alice))).error, undefined);
  assertEquals((await silently(await hintOf(bob))).error, "login_required");
  // As though the client had been public when the token was issued.
  const { sign } = await deployment.keys.signer("RS256");
  const claims = decodeJwt(await hintOf(alice));
  for (const sub of [alice.sub, "p_", "p_AAAAAAAAAAAAAAAAAAAAAA"]) {
    const forged = await silently(await sign("JWT", { ...claims, sub }));
    assertEquals(forged.error, "login_required", sub);
  }
});

Deno.test("one session has another sid at each client, so at each sector (OpenID Connect Back-Channel Logout section 2.1)", async () => {
  const browser = openBrowser(issuer, send), hosts = ["app.example", "app.example", "other.example"];
  const sids = [];
  for (const host of hosts) {
    const client = await pairwise(host);
    const { id_token = "" } = await tokensFor(provider, client, alice, { browser });
    sids.push(decodeJwt(id_token).sid);
  }
  assertEquals(new Set(sids).size, hosts.length);
});

/** What a start of the server with these secrets, the present one first, makes of the salt. */
const reopened = (present: number, ...former: readonly number[]) => {
  const keyOf = (secret: number) =>
    secret === 0 ? deployment.sealKeys[0] : deriveKeys(new Uint8Array(32).fill(secret))("seal");
  return openPairwise({ ...keyPortsOf(deployment), sealKeys: [keyOf(present), ...former.map(keyOf)] });
};

Deno.test("a change of LATCHKEY_SECRET makes nobody another person, and the former one can be forgotten after one start", async () => {
  const sub = deployment.pairwise.subject("app.example", alice.sub);
  const salt = () => findPairwiseSalt(db, "default"), before = await salt();
  assertEquals((await reopened(0)).subject("app.example", alice.sub), sub);
  assertEquals(await salt(), before, "the same secret seals nothing anew");
  assertEquals((await reopened(7, 0)).subject("app.example", alice.sub), sub);
  assertEquals((await reopened(7)).subject("app.example", alice.sub), sub);
  await assertRejects(() => reopened(0), Error, "LATCHKEY_SECRET");
  assertEquals((await reopened(0, 7)).subject("app.example", alice.sub), sub);
});

Deno.test("the salt is sealed, one that an earlier version stored openly as well once it was opened", async () => {
  const stored = await findPairwiseSalt(db, "default"), open = new Uint8Array(32).fill(9);
  assertEquals(stored.length, 65);
  await replacePairwiseSalt(db, "default", { from: stored, to: open });
  const sub = (await reopened(0)).subject("app.example", alice.sub);
  const sealed = await findPairwiseSalt(db, "default");
  assertEquals([sealed.length, (await reopened(0)).subject("app.example", alice.sub)], [65, sub]);
  await replacePairwiseSalt(db, "default", { from: sealed, to: stored });
  assertEquals(await findPairwiseSalt(db, "default"), stored);
});
