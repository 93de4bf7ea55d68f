import { assert, assertEquals } from "@std/assert";
import { base64url, decodeJwt, exportSPKI, generateKeyPair, importJWK, type JWTPayload, SignJWT } from "jose";
import { deliverLogouts } from "../../../src/op/deliver_logouts.ts";
import { openDefaultTenant } from "../../../src/http/open_tenant.ts";
import { ok } from "../../../src/domain/result.ts";
import { upstreamLogoutTokenChecks } from "../../../src/protocol/upstream/upstream_logout_token_checks.ts";
import { deleteUpstream, findUpstream, moveUpstream } from "../../../src/store/upstreams.ts";
import { openBrowser, type TestBrowser } from "../../support/browser.ts";
import { upstreamJwk } from "../../support/fake_upstream.ts";
import { answerIn, askedOn, introspect, post, redeem } from "../../support/flow.ts";
import { startOidcUpstream, waysTo } from "../../support/oidc_upstream.ts";
import {
  addClient,
  addPerson,
  lastRefusal,
  openProvider,
  type Send,
  storeOf,
} from "../../support/provider.ts";
import { addUpstream, leaveFor } from "../../support/upstreams.ts";
import { browserOf } from "../../support/account.ts";
import { assertSignedIn, openFakeBroker, visitUpstream } from "../fake_broker.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
const path = "/rp/backchannel_logout/example";

const broker = await openFakeBroker(),
  { provider, upstream, other } = broker,
  { issuer, send, time } = provider;

const isHere = async (browser: TestBrowser) =>
  new URL((await browser.open(`${issuer}/account`)).url).pathname === "/account";

/** Signs in the person of the fake upstream. */
async function enter(sub = "ada", sid?: string): Promise<TestBrowser> {
  const browser = openBrowser(issuer, send);
  upstream.lies = { claims: { sub, email: `${sub}@people.example`, sid }, userinfo: { sub } };
  assertSignedIn(await visitUpstream(broker, { browser }));
  return browser;
}

let drawn = 0;
const claimsOf = (more: JWTPayload = {}): JWTPayload => ({
  iss: upstream.issuer,
  aud: "latchkey",
  sub: "ada",
  iat: time.now,
  exp: time.now + 120,
  jti: `jti-${drawn++}`,
  events: { [event]: {} },
  ...more,
});

async function tell(logout_token: string, at = path, through: Send = send) {
  const response = await post(through, at, { logout_token });
  const text = await response.text();
  assertEquals(response.headers.get("cache-control"), "no-store");
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

Deno.test("a sid ends one session, a sub all of its person's, and nobody else's (OpenID Connect Back-Channel Logout section 2.7)", async () => {
  const [one, two, eve] = [await enter("ada", "s1"), await enter("ada", "s2"), await enter("eve", "s3")];
  const { browser: byPassword } = await browserOf(provider, await addPerson(provider, "paul"));
  const here = async () => await Promise.all([one, two, eve, byPassword].map(isHere));
  assertEquals(await here(), [true, true, true, true]);
  assertEquals((await tell(await upstream.sign(claimsOf({ sub: "eve", sid: "s1" })))).status, 200);
  assertEquals(await here(), [true, true, true, true], "a sid of another person's");
  assertEquals(
    (await tell(await upstream.sign(claimsOf({ sub: undefined, sid: "s1" } as never)))).status,
    200,
  );
  assertEquals(await here(), [false, true, true, true]);
  assertEquals((await tell(await upstream.sign(claimsOf()))).status, 200);
  assertEquals(await here(), [false, false, true, true]);
  assertEquals((await tell(await upstream.sign(claimsOf()))).status, 200, "nobody is left to sign out");
});

Deno.test("a session of which the upstream never said the sid ends with any of its person's", async () => {
  const browser = await enter("ada");
  await tell(await upstream.sign(claimsOf({ sid: "any" })));
  assertEquals(await isHere(browser), false);
});

Deno.test("a session goes by the sid of its latest sign-in with the upstream", async () => {
  const browser = await enter("ada", "old");
  upstream.lies = { ...upstream.lies, claims: { ...upstream.lies.claims, sid: "new" } };
  assertSignedIn(await visitUpstream(broker, { browser }));
  await tell(await upstream.sign(claimsOf({ sid: "old" })));
  assertEquals(await isHere(browser), true);
  await tell(await upstream.sign(claimsOf({ sid: "new" })));
  assertEquals(await isHere(browser), false);
});

Deno.test("another upstream's word of the same sub ends nothing", async () => {
  const browser = await enter("ada", "s1");
  const token = await other.sign(claimsOf({ iss: other.issuer }));
  assertEquals((await tell(token, "/rp/backchannel_logout/other")).status, 200);
  assertEquals((await tell(token)).status, 400);
  assertEquals(await isHere(browser), true);
});

Deno.test("an upstream that is disabled still ends what it began", async () => {
  const browser = await enter("ada"), store = storeOf(provider), row = await findUpstream(store, "example");
  await moveUpstream(store, row!.id, "disable", time.now);
  assertEquals((await tell(await upstream.sign(claimsOf()))).status, 200);
  await moveUpstream(store, row!.id, "enable", time.now);
  assertEquals(await isHere(browser), false);
});

const encoded = (value: unknown) => base64url.encode(JSON.stringify(value));

/** HS256 with what everybody can read as the secret (RFC 8725 section 2.1). */
async function hs256(): Promise<string> {
  const key = await importJWK({ ...upstreamJwk, key_ops: ["verify"] }, "ES256", { extractable: true });
  const secret = new TextEncoder().encode(await exportSPKI(key as CryptoKey));
  return await new SignJWT(claimsOf()).setProtectedHeader({ alg: "HS256", kid: "key-1" }).sign(secret);
}

async function strangers(): Promise<string> {
  const { privateKey } = await generateKeyPair("ES256");
  return await new SignJWT(claimsOf()).setProtectedHeader({ alg: "ES256", kid: "key-1" }).sign(privateKey);
}

const signed = (more: object, header?: Readonly<Record<string, unknown>>) =>
  upstream.sign(claimsOf(more as JWTPayload), header);

/** Tokens against which nothing speaks but one demand, by that demand. */
const wrong: readonly (readonly [why: string, make: () => Promise<string> | string])[] = [
  ["logout_token.header", () => signed({}, { jku: "https://evil.example/keys" })],
  ["logout_token.typ", () => signed({}, { typ: "at+jwt" })],
  ["logout_token.alg", () => `${encoded({ alg: "none" })}.${encoded(claimsOf())}.`],
  ["logout_token.alg", hs256],
  ["logout_token.iss", () => signed({ iss: "https://other.example" })],
  ["logout_token.aud", () => signed({ aud: "somebody-else" })],
  ["logout_token.aud", () => signed({ aud: undefined })],
  ["logout_token.iat", () => signed({ iat: time.now + 11 })],
  ["logout_token.iat", () => signed({ iat: time.now - 601 })],
  ["logout_token.iat", () => signed({ iat: undefined })],
  ["logout_token.exp", () => signed({ exp: time.now - 11 })],
  ["logout_token.exp", () => signed({ exp: undefined })],
  ["logout_token.subject", () => signed({ sub: undefined })],
  ["logout_token.subject", () => signed({ sid: 7 })],
  ["logout_token.subject", () => signed({ sub: "" })],
  ["logout_token.events", () => signed({ events: undefined })],
  ["logout_token.events", () => signed({ events: {} })],
  ["logout_token.events", () => signed({ events: { [event]: true } })],
  ["logout_token.events", () => signed({ events: { "https://else.example": {} } })],
  ["logout_token.events", () => signed({ events: { [event]: {}, "https://else.example": {} } })],
  ["logout_token.nonce", () => signed({ nonce: "n" })],
  ["logout_token.jti", () => signed({ jti: undefined })],
  ["logout_token.signature", strangers],
  ["logout_token.malformed", () => "not.a.token"],
  ["logout_token.malformed", () => signed({ padding: "x".repeat(20_000) })],
];

Deno.test("a logout token that one demand refuses ends nothing and is answered 400 with JSON (OpenID Connect Back-Channel Logout section 2.6 and 2.8)", async () => {
  const browser = await enter("ada", "s1");
  for (const [why, make] of wrong) {
    const { status, body } = await tell(await make());
    assertEquals([status, body?.error, lastRefusal(provider)], [400, "invalid_request", why]);
  }
  assert(await isHere(browser));
  const reached = wrong.map(([why]) => why);
  assertEquals(upstreamLogoutTokenChecks.filter(({ id }) => !reached.includes(id)), []);
});

Deno.test("a logout token is taken once (OpenID Connect Back-Channel Logout section 2.6 item 8)", async () => {
  const token = await upstream.sign(claimsOf({ exp: time.now + 86_400 }));
  assertEquals((await tell(token)).status, 200);
  const browser = await enter("ada");
  assertEquals([(await tell(token)).status, lastRefusal(provider)], [400, "logout_token.replayed"]);
  time.now += 601;
  assertEquals([(await tell(token)).status, lastRefusal(provider)], [400, "logout_token.iat"]);
  assert(await isHere(browser));
});

Deno.test("what is no logout token for an upstream is refused with JSON", async () => {
  const token = await upstream.sign(claimsOf());
  const ask = async (at: string, body: string, type = "application/x-www-form-urlencoded") => {
    const response = await send(at, { method: "POST", body, headers: { "content-type": type } });
    const { error } = await response.json();
    return [response.status, error, lastRefusal(provider)];
  };
  const bad = (why: string, status = 400) => [status, "invalid_request", why];
  assertEquals(await ask(path, ""), bad("logout_token.once"));
  assertEquals(await ask(path, `logout_token=${token}&logout_token=${token}`), bad("logout_token.once"));
  assertEquals(
    await ask(path, JSON.stringify({ logout_token: token }), "application/json"),
    bad("form.content_type", 415),
  );
  assertEquals(await ask(path, `logout_token=${"x".repeat(70_000)}`), bad("form.too_large", 413));
  assertEquals(await ask("/rp/backchannel_logout/nobody", `logout_token=${token}`), bad("upstream.unknown"));
  const gone = await addUpstream(provider, { slug: "gone", issuer: upstream.issuer });
  await deleteUpstream(storeOf(provider), gone, time.now);
  assertEquals(await ask("/rp/backchannel_logout/gone", `logout_token=${token}`), bad("upstream.unknown"));
});

// Applications of their own take the place of the one of the tests above.
Deno.test("while the keys of an upstream cannot be had, its word counts for nothing and may be sent again", async () => {
  const away = await openFakeBroker(), { now } = away.provider.time;
  const token = await upstream.sign(claimsOf({ iat: now, exp: now + 120 }));
  away.upstream.documents.at.clear();
  const { status, body } = await tell(token, path, away.provider.send);
  assertEquals([status, body.error], [400, "temporarily_unavailable"]);
});

Deno.test("one address may call so often, and is told when to try again", async () => {
  const { send, db, time } = await openProvider({ remoteAddress: "203.0.113.7" });
  const key = "backchannel_logout/203.0.113.7";
  await db.insertInto("throttle").values({ tenant: "default", key, level: 599, updated_at: time.now })
    .execute();
  const call = async () => {
    const response = await post(send, path, {});
    await response.body?.cancel();
    return [response.status, response.headers.get("retry-after")];
  };
  assertEquals([await call(), await call()], [[400, null], [429, "1"]]);
  time.now += 1;
  assertEquals(await call(), [400, null]);
});

Deno.test("whoever signs out at a certified provider is signed out here, and so are the apps (OpenID Connect Back-Channel Logout section 2.5 and 2.7)", async () => {
  const place = { send: (() => Promise.reject()) as Send }, told: string[] = [];
  await using certified = await startOidcUpstream({
    redirect_uris: ["http://localhost:8080/rp/callback/example"],
    client: {
      backchannel_logout_uri: `http://localhost:8080${path}`,
      backchannel_logout_session_required: true,
    },
    configuration: {
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      fetch: (address: URL | string, init: RequestInit) => {
        told.push(String(address));
        return place.send(address, init);
      },
    },
  });
  const posted: string[] = [];
  const real = await openProvider({
    ...waysTo(certified.host),
    post: (_, form) => {
      posted.push(form.logout_token!);
      return Promise.resolve(ok({ status: 200 }));
    },
  });
  Object.defineProperty(real.time, "now", { get: () => Math.floor(Date.now() / 1000) });
  place.send = real.send;
  await addUpstream(real, certified);
  const app = await addClient(real, { backchannel_logout_uri: "https://app.example/out" });
  const enterBy = async () => {
    const browser = openBrowser(real.issuer, real.send), there = certified.browser();
    const { url } = await there.open(await leaveFor(real, browser, app));
    let visit = await browser.open(url);
    if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
    return { there, tokens: await redeem(real.send, app, answerIn(visit).code ?? "") };
  };
  const leaving = await enterBy(), staying = await enterBy();
  const asked = await leaving.there.open(`${certified.issuer}/session/end`);
  await leaving.there.submit(asked, { logout: "yes" });
  assertEquals(told, [`http://localhost:8080${path}`]);
  const active = async ({ tokens: { access_token = "" } }: typeof leaving) =>
    (await introspect(real.send, app, access_token)).active;
  assertEquals([await active(leaving), await active(staying)], [false, true]);
  await deliverLogouts(await openDefaultTenant(real.deployment));
  assertEquals(posted.map((token) => decodeJwt(token).sid), [decodeJwt(leaving.tokens.id_token!).sid]);
});
