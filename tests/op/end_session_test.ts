import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { endSessionChecks } from "../../src/protocol/logout/end_session_checks.ts";
import type { TraceRow } from "../../src/protocol/trace.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { authorizeAs, authorizeUrl, codeIn, introspect, redeem } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider(), { issuer, send, time } = provider;
const back = "https://app.example/bye?from=latchkey";
const client = await addClient(provider, { post_logout_redirect_uris: [back, "https://app.example/other"] });
const other = await addClient(provider, { post_logout_redirect_uris: ["https://other.example/bye"] });
const alice = await addPerson(provider), bob = await addPerson(provider, "bob");

type Asked = Readonly<Record<string, string | undefined>>;

function logoutUrl(asked: Asked): URL {
  const url = new URL("/oauth2/end_session", issuer);
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

/** Signs a person in and takes the tokens. */
async function signedIn(browser: TestBrowser, at: TestClient = client, person = alice) {
  const tokens = await redeem(send, at, codeIn(await authorizeAs(provider, at, person, { browser })));
  assert(tokens.id_token, JSON.stringify(tokens));
  return { id_token_hint: tokens.id_token, access_token: tokens.access_token! };
}

/** What a silent request of the client finds: a code, or an error. */
async function silently(browser: TestBrowser, at: TestClient = client): Promise<string> {
  const { url } = await browser.open(authorizeUrl(issuer, at, { prompt: "none" }));
  const { searchParams } = new URL(url);
  return searchParams.has("code") ? "signed in" : searchParams.get("error") ?? url;
}

const opened = () => openBrowser(issuer, send);
const isAsked = (html: string) => html.includes('value="sign_out"');
const signedOut = "You are signed out";

Deno.test("the app that shows its ID token signs out and is led back with its state and nothing else (OpenID Connect RP-Initiated Logout section 3)", async () => {
  const browser = opened(), { id_token_hint, access_token } = await signedIn(browser);
  const request = {
    id_token_hint,
    client_id: client.client_id,
    post_logout_redirect_uri: back,
    state: "s 1&",
  };
  const { status, url } = await browser.open(logoutUrl(request));
  assertEquals([status, url], [303, `${back}&state=s+1%26`]);
  assertEquals(await silently(browser), "login_required");
  assertEquals((await introspect(send, client, access_token)).active as unknown, false);
});

Deno.test("without a state none comes back; without an address the person is told (OpenID Connect RP-Initiated Logout section 3)", async () => {
  for (const post_logout_redirect_uri of [back, undefined]) {
    const browser = opened(), { id_token_hint } = await signedIn(browser);
    const visit = await browser.open(logoutUrl({ id_token_hint, post_logout_redirect_uri }));
    if (post_logout_redirect_uri) assertEquals(visit.url, back);
    else assertStringIncludes(visit.html, signedOut);
    assertEquals(await silently(browser), "login_required");
  }
});

Deno.test("an expired ID token is a hint all the same (OpenID Connect RP-Initiated Logout section 2)", async () => {
  const browser = opened(), { id_token_hint } = await signedIn(browser);
  time.now += 3600;
  assertEquals((await browser.open(logoutUrl({ id_token_hint, post_logout_redirect_uri: back }))).url, back);
  assertEquals(await silently(browser), "login_required");
});

Deno.test("a logout request may be a form of the app's, which comes without our cookies (OpenID Connect RP-Initiated Logout section 2)", async () => {
  const browser = opened(), { id_token_hint } = await signedIn(browser);
  const posted = await send("/oauth2/end_session", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://app.example" },
    body: new URLSearchParams({ id_token_hint, post_logout_redirect_uri: back, state: "x" }).toString(),
  });
  const parked = posted.headers.get("location")!;
  assertEquals([posted.status, new URL(parked).pathname], [303, "/oauth2/end_session"]);
  assertEquals((await browser.open(parked)).url, `${back}&state=x`);
  assertEquals(await silently(browser), "login_required");
  assertEquals((await browser.open(parked)).status, 400);
});

Deno.test("a form that was parked for one endpoint is not another one's", async () => {
  const posted = await send("/oauth2/end_session", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: authorizeUrl(issuer, client).search.slice(1),
  });
  const elsewhere = posted.headers.get("location")!.replace("end_session", "authorize");
  assertEquals((await opened().open(elsewhere)).status, 400);
});

/** Requests that prove nothing: the person decides, and nobody is sent anywhere. */
const unproven: Readonly<
  Record<string, readonly [check: string | undefined, asked: (hint: string) => Asked]>
> = {
  "nothing": [undefined, () => ({})],
  "a state alone": [undefined, () => ({ state: "x" })],
  "a client_id alone": [undefined, () => ({ client_id: client.client_id })],
  "an address of nobody's": [
    "post_logout_redirect_uri.with_client",
    () => ({ post_logout_redirect_uri: back }),
  ],
  "an address of a client that there is not": [
    "post_logout_redirect_uri.with_client",
    () => ({ post_logout_redirect_uri: back, client_id: "c_nobody" }),
  ],
  "a client_id and another client's address": [
    "post_logout_redirect_uri.registered",
    () => ({ post_logout_redirect_uri: back, client_id: other.client_id }),
  ],
  "an address that is not registered": [
    "post_logout_redirect_uri.registered",
    (id_token_hint) => ({ id_token_hint, post_logout_redirect_uri: "https://app.example/by" }),
  ],
  "an address with a query added": [
    "post_logout_redirect_uri.registered",
    (id_token_hint) => ({ id_token_hint, post_logout_redirect_uri: `${back}&more=1` }),
  ],
  "another client's address": [
    "post_logout_redirect_uri.registered",
    (id_token_hint) => ({ id_token_hint, post_logout_redirect_uri: "https://other.example/bye" }),
  ],
  "another client_id": [
    "client_id.of_hint",
    (id_token_hint) => ({ id_token_hint, client_id: other.client_id, post_logout_redirect_uri: back }),
  ],
  "a hint without a signature": [
    "id_token_hint.valid",
    (hint) => ({
      id_token_hint: `${btoa('{"alg":"none"}').replaceAll("=", "")}.${hint.split(".")[1]}.`,
      post_logout_redirect_uri: back,
    }),
  ],
  "a client_id and a hint that is none": [
    "id_token_hint.valid",
    () => ({ id_token_hint: "a.b.c", client_id: client.client_id, post_logout_redirect_uri: back }),
  ],
  "a hint with another signature": [
    "id_token_hint.valid",
    (hint) => ({ id_token_hint: `${hint.slice(0, -12)}AAAAAAAAAAAA`, post_logout_redirect_uri: back }),
  ],
};

for (const [what, [check, asked]] of Object.entries(unproven)) {
  Deno.test(`a logout request with ${what} asks the person and leads nowhere (OpenID Connect RP-Initiated Logout section 2)`, async () => {
    const browser = opened(), { id_token_hint } = await signedIn(browser);
    const page = await browser.open(logoutUrl(asked(id_token_hint)));
    assertEquals([page.status, isAsked(page.html)], [200, true]);
    assertStringIncludes(page.html, alice.username);
    assertEquals(await silently(browser), "signed in");
    const row = await provider.db.selectFrom("refusal").select(["why", "trace"])
      .where("reference", "=", page.headers.get("x-request-id")!).executeTakeFirst();
    assertEquals(row?.why, check);
    if (row) assert((row.trace as readonly TraceRow[]).some(({ change }) => change));
    const done = await browser.submit(page, { decision: "sign_out" });
    assertEquals([done.status, done.url], [200, `${issuer}/sign-out`]);
    assertStringIncludes(done.html, signedOut);
    assertEquals(await silently(browser), "login_required");
  });
}

Deno.test("a logout request that repeats a parameter is asked about", async () => {
  const browser = opened(), { id_token_hint } = await signedIn(browser);
  const url = logoutUrl({ id_token_hint, post_logout_redirect_uri: back });
  url.searchParams.append("state", "1");
  url.searchParams.append("state", "2");
  const page = await browser.open(url);
  assert(isAsked(page.html));
  assertMatch(provider.lines.join("\n"), /parameters\.once/);
});

Deno.test("every check of a logout request is reached", () => {
  const reached = [...Object.values(unproven).map(([check]) => check), "parameters.once"];
  assertEquals(endSessionChecks.map(({ id }) => id).filter((id) => !reached.includes(id)), []);
});

Deno.test("who does not want to sign out stays signed in", async () => {
  const browser = opened();
  await signedIn(browser);
  const page = await browser.open(logoutUrl({}));
  const stayed = await browser.submit(page, { decision: "stay" });
  assertEquals(new URL(stayed.url).pathname, "/account");
  assertEquals(await silently(browser), "signed in");
});

Deno.test("where nobody is signed in nobody is asked, and an app that proves itself is led back (OpenID Connect RP-Initiated Logout section 2)", async () => {
  const { id_token_hint } = await signedIn(opened());
  const nobody = opened();
  assertStringIncludes((await nobody.open(logoutUrl({}))).html, signedOut);
  assertEquals((await nobody.open(logoutUrl({ id_token_hint, post_logout_redirect_uri: back }))).url, back);
});

Deno.test("an app that names itself by client_id alone has the person asked, and led back once they signed out (OpenID Connect RP-Initiated Logout section 2)", async () => {
  const asked = { client_id: client.client_id, post_logout_redirect_uri: back, state: "x" };
  const browser = opened();
  await signedIn(browser);
  const page = await browser.open(logoutUrl(asked));
  assert(isAsked(page.html));
  // Anybody can name it, so the page does not say that the app asks.
  assertEquals(page.html.includes("Example App"), false);
  assertMatch(page.headers.get("content-security-policy")!, /form-action 'self' https:\/\/app\.example;/);
  assertEquals(await silently(browser), "signed in");
  assertEquals((await browser.submit(page, { decision: "sign_out" })).url, `${back}&state=x`);
  assertEquals(await silently(browser), "login_required");
  // Nobody was asked, so nobody is sent: the page has the way back.
  const nobody = await opened().open(logoutUrl(asked));
  assertEquals([nobody.status, nobody.url.startsWith(issuer)], [200, true]);
  assertStringIncludes(nobody.html, signedOut);
  assertStringIncludes(nobody.html, `href="${back.replaceAll("&", "&amp;")}&amp;state=x"`);
});

Deno.test("the ID token of a session elsewhere does not end the one here: the person is asked, and led back (OpenID Connect RP-Initiated Logout section 2)", async () => {
  const { id_token_hint, access_token } = await signedIn(opened());
  const here = opened();
  await signedIn(here, client, bob);
  const page = await here.open(logoutUrl({ id_token_hint, post_logout_redirect_uri: back, state: "x" }));
  assert(isAsked(page.html));
  assertStringIncludes(page.html, "bob");
  assertMatch(page.headers.get("content-security-policy")!, /form-action 'self' https:\/\/app\.example;/);
  assertEquals(await silently(here), "signed in");
  assertEquals((await here.submit(page, { decision: "sign_out" })).url, `${back}&state=x`);
  assertEquals(await silently(here), "login_required");
  assertEquals((await introspect(send, client, access_token)).active as unknown, true);
});

Deno.test("of several accounts in a browser the app's own is signed out, and the other stays", async () => {
  const browser = opened(), { id_token_hint } = await signedIn(browser);
  const second = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
  const consent = await browser.submit(second, { username: bob.username, password: bob.password });
  if (consent.html.includes('value="allow"')) await browser.submit(consent, { decision: "allow" });
  assertEquals((await browser.open(logoutUrl({ id_token_hint, post_logout_redirect_uri: back }))).url, back);
  assertEquals(await silently(browser), "signed in");
  assertMatch((await browser.open("/account")).html, /bob/);
});

Deno.test("the hint of a client that is disabled leads nowhere", async () => {
  const browser = opened(), gone = await addClient(provider, { post_logout_redirect_uris: [back] });
  const { id_token_hint } = await signedIn(browser, gone);
  await provider.db.updateTable("client").set({ state: "disabled" }).where("client_id", "=", gone.client_id)
    .execute();
  const page = await browser.open(logoutUrl({ id_token_hint, post_logout_redirect_uri: back }));
  assert(isAsked(page.html));
});
