import { assert, assertEquals, assertMatch } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { answerIn, type Asked, askedOn, authorizeAs, authorizeUrl } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const browser = openBrowser(issuer, send);
await authorizeAs(provider, client, await addPerson(provider), { browser });

/** Posts a request as another site's form does, with these cookies. */
function postFrom(site: string, asked: Asked, cookies?: TestBrowser["cookies"]): Promise<Response> {
  const { searchParams, pathname } = authorizeUrl(issuer, client, asked);
  const headers = new Headers({ "content-type": "application/x-www-form-urlencoded", origin: site });
  if (cookies) headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
  return send(pathname, { method: "POST", body: searchParams.toString(), headers });
}

Deno.test("a posted request is parked and comes back as a GET, where the session is seen (OpenID Connect Core section 3.1.2.1)", async () => {
  // From another site a browser sends no Lax cookie with the POST, and sends it with the GET that follows.
  const response = await postFrom("https://app.example", { prompt: "none" });
  const location = response.headers.get("location") ?? "";
  assertEquals([response.status, response.headers.get("cache-control")], [303, "no-store"]);
  assertMatch(location, /^http:\/\/localhost:8080\/oauth2\/authorize\?parked=lk_pr_[0-9A-Za-z]+$/);
  const { code, state } = answerIn(await browser.open(location));
  assertEquals([typeof code, state], ["string", "some-state"]);
});

Deno.test("the POST reads and sets no cookie: who is signed in is decided at the GET (OpenID Connect Core section 3.1.2.1)", async () => {
  const response = await postFrom("https://app.example", { prompt: "none" }, browser.cookies);
  assertEquals([response.status, response.headers.getSetCookie()], [303, []]);
  const stranger = openBrowser(issuer, send);
  assertEquals(answerIn(await stranger.open(response.headers.get("location")!)).error, "login_required");
});

Deno.test("a posted request asks the person where something is missing (OpenID Connect Core section 3.1.2.1)", async () => {
  const response = await postFrom("https://app.example", {});
  const page = await openBrowser(issuer, send).open(response.headers.get("location")!);
  assertEquals([page.status, askedOn(page)], [200, "login"]);
});

Deno.test("a parked request is taken up once, and in time (RFC 9126 section 7.3)", async () => {
  const once = (await postFrom("https://app.example", {})).headers.get("location")!;
  assertEquals(answerIn(await browser.open(once)).error, undefined);
  const twice = await browser.open(once);
  assertEquals([twice.status, twice.headers.get("location")], [400, null]);
  const late = (await postFrom("https://app.example", {})).headers.get("location")!;
  time.now += lifetimes.parked_request.default;
  assertEquals((await browser.open(late)).status, 400);
});

Deno.test("a parked request lies sealed: the table tells nothing of it (RFC 9700 section 4.2)", async () => {
  await postFrom("https://app.example", { login_hint: "alice@example.com", state: "not-to-be-read" });
  const rows = await provider.db.selectFrom("parked_request").selectAll().execute();
  const stored = rows.map((row) => `${JSON.stringify(row)}${new TextDecoder().decode(row.parameters)}`)
    .join();
  assert(rows.length > 0);
  for (const told of ["not-to-be-read", "alice@example.com", client.client_id]) {
    assert(!stored.includes(told));
  }
});

Deno.test("a posted request that fails a check is refused at the GET as any other (RFC 6749 section 4.1.2.1)", async () => {
  const page = await postFrom("https://evil.example", { redirect_uri: "https://evil.example/" });
  const refused = await browser.open(page.headers.get("location")!);
  assertEquals([refused.status, refused.headers.get("location")], [400, null]);
  const response = await postFrom("https://app.example", { scope: '"' });
  assertEquals(answerIn(await browser.open(response.headers.get("location")!)).error, "invalid_scope");
});

for (
  const [what, type, body, status] of [
    ["of another content type", "application/json", "{}", 415],
    ["that is too long", "application/x-www-form-urlencoded", `state=${"a".repeat(65_536)}`, 413],
    ["with a stray percent sign", "application/x-www-form-urlencoded", "state=%zz", 400],
    ["that is not UTF-8", "application/x-www-form-urlencoded", "state=%ff", 400],
    ["with a NUL", "application/x-www-form-urlencoded", "state=%00", 400],
  ] as const
) {
  Deno.test(`a posted request ${what} is a page with status ${status} (RFC 6749 section 3.1)`, async () => {
    const response = await send("/oauth2/authorize", {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    assertEquals([response.status, response.headers.get("location")], [status, null]);
    assertMatch(await response.text(), /^<!doctype html>/);
  });
}
