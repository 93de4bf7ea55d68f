import { assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { decodeJwt } from "jose";
import { type UpstreamLogout } from "../../../src/domain/upstream.ts";
import { openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import { answerIn, askedOn, redeem } from "../../support/flow.ts";
import { startOidcUpstream, waysTo } from "../../support/oidc_upstream.ts";
import { addClient, addPerson, lastRefusal, openProvider, storeOf } from "../../support/provider.ts";
import { browserOf } from "../../support/account.ts";
import { addUpstream, leaveAlone, leaveFor } from "../../support/upstreams.ts";
import { amendUpstream, findUpstream } from "../../../src/store/upstreams.ts";

const post_logout_redirect_uri = "http://localhost:8080/rp/signed_out", bye = "https://app.example/bye";
const upstream = await startOidcUpstream({
  redirect_uris: ["http://localhost:8080/rp/callback/example"],
  client: { post_logout_redirect_uris: [post_logout_redirect_uri] },
});
Deno.test.afterAll(async () => await upstream[Symbol.asyncDispose]());

const provider = await openProvider(waysTo(upstream.host)), { issuer, send, db, lines } = provider;
let added = 0;
const realTime = () => Math.floor(Date.now() / 1000) + added;
Object.defineProperty(provider.time, "now", { get: realTime, set: (to: number) => added += to - realTime() });
await addUpstream(provider, upstream);
const app = await addClient(provider, { post_logout_redirect_uris: [bye] });

async function setLogout(logout: UpstreamLogout): Promise<void> {
  const row = (await findUpstream(storeOf(provider), "example"))!;
  const { tenant: _, state: __, state_at: ___, created_at: ____, updated_at: _____, ...record } = row;
  await amendUpstream(storeOf(provider), row, { ...record, logout }, provider.time.now);
}

/** Signs in for the app through the upstream. */
async function enter() {
  const browser = openBrowser(issuer, send), there = upstream.browser();
  const { url } = await there.open(await leaveFor(provider, browser, app));
  let visit = await browser.open(url);
  if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
  const { id_token = "" } = await redeem(send, app, answerIn(visit).code ?? "");
  return { browser, there, id_token };
}

/** The app signs its person out. */
const appLogout = (id_token_hint: string, more: Readonly<Record<string, string>> = {}) =>
  `${issuer}/oauth2/end_session?${new URLSearchParams({ id_token_hint, ...more })}`;

/** The link to the upstream on a page, or where it leads on by itself. */
function wayThere({ html, url }: Visit): URL | undefined {
  const text = (html + ` href="${url}"`).replaceAll("&amp;", "&");
  const [, href] = new RegExp(`(?:href|url)="?(${upstream.issuer}/[^"]*)"`).exec(text) ?? [];
  return href === undefined ? undefined : new URL(href);
}

/** Signs out at the upstream, which sends back. */
async function leaveThere(there: TestBrowser, way: URL): Promise<Visit> {
  const asked = await there.open(way);
  return await there.submit(asked, { logout: "yes" });
}

const isThere = async (there: TestBrowser, browser = openBrowser(issuer, send)) => {
  const away = await leaveAlone(provider, browser);
  away.searchParams.set("prompt", "none");
  return new URL((await there.open(away)).url).searchParams.has("code");
};

Deno.test("who signs out here is offered to sign out at the upstream too, and comes back (OpenID Connect RP-Initiated Logout section 2 and 3)", async () => {
  const { browser, there, id_token } = await enter();
  assertEquals(await isThere(there), true);
  const page = await browser.open(appLogout(id_token)), way = wayThere(page)!;
  assertEquals(page.status, 200);
  assertStringIncludes(page.html, "Sign out of The example too");
  assertFalse(/http-equiv="refresh"/i.test(page.html), "nobody is sent there");
  assertEquals(Object.fromEntries(way.searchParams), {
    id_token_hint: way.searchParams.get("id_token_hint")!,
    client_id: "latchkey",
    post_logout_redirect_uri,
    state: way.searchParams.get("state")!,
  });
  const hint = decodeJwt(way.searchParams.get("id_token_hint")!);
  assertEquals([hint.iss, hint.sub], [upstream.issuer, "ada"]);
  const back = await leaveThere(there, way), returned = await browser.open(back.url);
  assertMatch(back.url, /^http:\/\/localhost:8080\/rp\/signed_out\?state=/);
  assertEquals([returned.status, wayThere(returned)], [200, undefined]);
  assertStringIncludes(returned.html, "You are signed out");
  assertEquals(await isThere(there), false);
  assertEquals((await browser.open(back.url)).status, 400, "it is taken once");
});

Deno.test("an app's own way after signing out is not held up by an offer", async () => {
  const { browser, id_token } = await enter();
  const gone = await browser.open(appLogout(id_token, { post_logout_redirect_uri: bye, state: "s" }));
  assertEquals([gone.status, gone.url], [303, `${bye}?state=s`]);
});

Deno.test("where it is set so people are sent to the upstream, and then to where the app wanted them", async () => {
  await setLogout("always");
  const { browser, there, id_token } = await enter();
  const gone = await browser.open(appLogout(id_token, { post_logout_redirect_uri: bye, state: "s" }));
  assertEquals([gone.status, new URL(gone.url).origin], [303, upstream.issuer]);
  const back = await leaveThere(there, new URL(gone.url)), landed = await browser.open(back.url);
  assertEquals([landed.status, landed.url], [303, `${bye}?state=s`]);
  assertEquals(await isThere(there), false);
});

Deno.test("who signs out on a page of ours is led on by that page, which forms may lead to us alone", async () => {
  const browser = openBrowser(issuer, send), there = upstream.browser();
  const { url } = await there.open(await leaveAlone(provider, browser)), account = await browser.open(url);
  const page = await browser.submit(account, { sign_out: "this" });
  assertEquals([page.status, wayThere(page)?.origin], [200, upstream.issuer]);
  assertMatch(page.html, /http-equiv="refresh"/i);
  const back = await leaveThere(there, wayThere(page)!);
  assertStringIncludes((await browser.open(back.url)).html, "You are signed out");
});

Deno.test("a return with a wrong state, without one, late, or to another browser leads nowhere (OpenID Connect RP-Initiated Logout section 3)", async () => {
  const leave = async () => {
    const { browser, id_token } = await enter();
    const gone = await browser.open(appLogout(id_token, { post_logout_redirect_uri: bye }));
    return { browser, state: new URL(gone.url).searchParams.get("state")! };
  };
  const { browser, state } = await leave(), at = (query: string) => `${post_logout_redirect_uri}${query}`;
  const refused = async (by: TestBrowser, query: string) => {
    const { status, url } = await by.open(at(query));
    assertEquals([status, url, lastRefusal(provider)], [400, at(query), "upstream_logout.state"], query);
  };
  for (const query of ["?state=another", "", "?state=", `?state=${state}&state=${state}`]) {
    await refused(browser, query);
  }
  await refused(openBrowser(issuer, send), `?state=${state}`);
  await refused((await leave()).browser, `?state=${state}`);
  assertEquals((await browser.open(at(`?state=${state}`))).url, bye, "its own is still good");
  const late = await leave();
  provider.time.now += 600;
  await refused(late.browser, `?state=${late.state}`);
  // The upstream goes by the real time: soon what it signs would be too old.
  provider.time.now -= 600;
  for (const forged of ["lk_ul_default=x", "lk_ul_default=AAAA", "lk_ul_default=%00"]) {
    const answer = await send(at(`?state=x`), { headers: { cookie: forged } });
    await answer.body?.cancel();
    assertEquals(answer.status, 400, forged);
  }
});

Deno.test("nobody is offered what their session did not come from, what is switched off, or what is closed", async () => {
  await setLogout("always");
  const { browser: byPassword } = await browserOf(provider, await addPerson(provider, "paul"));
  const page = await byPassword.submit(await byPassword.open("/account"), { sign_out: "this" });
  assertEquals(wayThere(page), undefined);
  const { browser, id_token } = await enter();
  const kept = async () =>
    (await db.selectFrom("session_upstream").select("id_token").execute()).map((row) =>
      row.id_token !== null
    );
  assertEquals(await kept(), [true]);
  await setLogout("none");
  assertEquals(await kept(), [false]);
  assertEquals(wayThere(await browser.open(appLogout(id_token))), undefined);
  await enter();
  assertEquals(await kept(), [false], "with the session nothing is left of the one before");
  assertEquals(lines.filter((line) => line.includes("id_token_hint")), []);
});
