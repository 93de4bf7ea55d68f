import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { endSessionsOfAccount } from "../../src/store/sessions.ts";
import { openBrowser } from "../support/browser.ts";
import { introspect, refresh, tokensFor, userinfoStatus } from "../support/flow.ts";
import {
  addClient,
  addPerson,
  lastRefusal,
  openProvider,
  storeOf,
  type TestClient,
} from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const trusted = { first_party: true } as const;
const client = await addClient(provider, {}, trusted);
const sessionBound = await addClient(provider, {}, { ...trusted, session_refresh_tokens: true });
const steady = await addClient(provider, {}, { ...trusted, refresh_rotation: "never" });
const alice = await addPerson(provider, "alice");
const offline = { asked: { scope: "openid email offline_access" } };

const start = async (at: TestClient = client, options: Parameters<typeof tokensFor>[3] = offline) =>
  (await tokensFor(provider, at, alice, options)).refresh_token!;

const gone = async (at: TestClient, token: string, why: string) => {
  const { status, error } = await refresh(send, at, token);
  assertEquals([status, error, lastRefusal(provider)], [400, "invalid_grant", why]);
};

Deno.test("a refresh token is replaced at each use, and everything is new (RFC 9700 section 4.14.2)", async () => {
  const tokens = await tokensFor(provider, client, alice, offline), first = tokens.refresh_token!;
  assertMatch(first, /^lk_rt_[0-9a-f]{4}[0-9A-Za-z]{49}$/);
  const second = await refresh(send, client, first),
    third = await refresh(send, client, second.refresh_token!);
  assertEquals([second.status, third.status, third.scope], [200, 200, "openid email offline_access"]);
  const seen = [tokens, second, third].flatMap((t) => [t.refresh_token, t.access_token, t.id_token]);
  assertEquals(new Set(seen).size, 9);
  assertEquals(await userinfoStatus(send, third.access_token!), 200);
});

Deno.test("refresh tokens are stored as digests alone (RFC 9700 section 4.14.2)", async () => {
  const token = await start();
  const { refresh_token = "" } = await refresh(send, client, token);
  const rows = await provider.db.selectFrom("refresh_token").selectAll().execute();
  const stored = rows.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.answer ?? undefined))
    .join();
  assertEquals([stored.includes(token), stored.includes(refresh_token)], [false, false]);
});

Deno.test("a refresh may ask for fewer scopes, and the next one has all of them again (RFC 6749 section 6)", async () => {
  const narrowed = await refresh(send, client, await start(), { scope: "openid" });
  assertEquals([narrowed.status, narrowed.scope], [200, "openid"]);
  assertEquals((await introspect(send, client, narrowed.access_token!)).scope, "openid");
  assertEquals((await refresh(send, client, narrowed.refresh_token!)).scope, "openid email offline_access");
});

Deno.test("a refresh without openid has no ID token (OpenID Connect Core section 12.2)", async () => {
  const narrowed = await refresh(send, client, await start(), { scope: "email" });
  assertEquals([narrowed.status, narrowed.id_token], [200, undefined]);
});

for (const scope of ["openid profile", "unheard-of", 'openid "quoted" ü']) {
  Deno.test(`a refresh cannot widen what was granted: ${scope} (RFC 6749 section 6 and 5.2)`, async () => {
    const token = await start();
    const refused = await refresh(send, client, token, { scope });
    assertEquals([refused.status, refused.error], [400, "invalid_scope"]);
    assertMatch(refused.error_description!, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    assertEquals((await refresh(send, client, token)).status, 200);
  });
}

Deno.test("without offline_access there is a refresh token only where the client is set so (OpenID Connect Core section 11)", async () => {
  const online = { asked: { scope: "openid email" } };
  assertEquals(await start(client, online), undefined);
  assertMatch(await start(sessionBound, online), /^lk_rt_/);
  const without = await addClient(provider, { grant_types: ["authorization_code"] }, {
    ...trusted,
    session_refresh_tokens: true,
  });
  assertEquals(await start(without), undefined);
});

Deno.test("a refresh token that lives with the session dies with it; one for offline_access outlives it (OpenID Connect Core section 11)", async () => {
  const browser = openBrowser(issuer, send);
  const bound = await start(sessionBound, { browser, asked: { scope: "openid" } });
  const free = await start(client, { ...offline, browser });
  const renewed = await refresh(send, sessionBound, bound), kept = await refresh(send, client, free);
  assertEquals([renewed.status, kept.status], [200, 200]);
  await endSessionsOfAccount(storeOf(provider), alice.sub, "signed_out", time.now);
  await gone(sessionBound, renewed.refresh_token!, "token_family.unusable");
  assertEquals(await userinfoStatus(send, renewed.access_token!), 401);
  assertEquals((await refresh(send, client, kept.refresh_token!)).status, 200);
});

Deno.test("a refresh token that lives with the session dies when the session has idled (OpenID Connect Core section 11)", async () => {
  const bound = await start(sessionBound, { asked: { scope: "openid" } });
  time.now += lifetimes.session_idle.default;
  await gone(sessionBound, bound, "token_family.unusable");
});

Deno.test("with refresh_rotation never the same token works on and on (RFC 9700 section 4.14.2)", async () => {
  const token = await start(steady);
  const answers = [await refresh(send, steady, token), await refresh(send, steady, token)];
  assertEquals(answers.map(({ status, refresh_token }) => [status, refresh_token]), [[200, undefined], [
    200,
    undefined,
  ]]);
  assertNotEquals(answers[0]!.access_token, answers[1]!.access_token);
});

Deno.test("a public client's refresh tokens are replaced whatever its record says (RFC 9700 section 4.14.2)", async () => {
  const app = await addClient(provider, { token_endpoint_auth_method: "none" }, {
    ...trusted,
    refresh_rotation: "never",
  });
  const token = await start(app);
  const { refresh_token } = await refresh(send, app, token);
  assertEquals([typeof refresh_token, refresh_token === token], ["string", false]);
});

for (const at of [client, steady]) {
  const what = at === steady ? "that is not replaced" : "that is replaced";
  Deno.test(`a refresh token ${what} lies idle for so long and no longer, counted from its last use (RFC 9700 section 4.14.2)`, async () => {
    let token = await start(at);
    for (let use = 0; use < 2; use++) {
      time.now += lifetimes.refresh_token_idle.default - 1;
      const { status, refresh_token } = await refresh(send, at, token);
      assertEquals(status, 200);
      token = refresh_token ?? token;
    }
    time.now += lifetimes.refresh_token_idle.default;
    await gone(at, token, "refresh_token.expired");
  });

  Deno.test(`a refresh token ${what} ends after the family's whole life however much it is used (RFC 9700 section 4.14.2)`, async () => {
    let token = await start(at);
    const step = lifetimes.refresh_token_idle.default - 1, begun = time.now;
    while (time.now + step < begun + lifetimes.refresh_token_offline.default) {
      time.now += step;
      token = (await refresh(send, at, token)).refresh_token ?? token;
    }
    time.now = begun + lifetimes.refresh_token_offline.default - 1;
    const last = await refresh(send, at, token);
    assertEquals([last.status, last.expires_in], [200, 1]);
    time.now += 1;
    await gone(at, last.refresh_token ?? token, "refresh_token.expired");
    assertEquals(await userinfoStatus(send, last.access_token!), 401);
  });
}

Deno.test("a refresh token is of no use to another client, and stays good for its own (RFC 6749 section 6)", async () => {
  const token = await start();
  await gone(sessionBound, token, "refresh_token.other_client");
  assertEquals((await refresh(send, client, token)).status, 200);
});

for (const text of ["nonsense", "lk_rt_", `lk_rt_4fff${"0".repeat(49)}`, `lk_ac_4fff${"0".repeat(49)}`]) {
  Deno.test(`what is no refresh token is refused: ${text} (RFC 6749 section 5.2)`, () =>
    gone(client, text, "refresh_token.unknown"));
}
