import { assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { answerIn, type Asked, askedOn, authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider, type TestClient } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const trusted = await addClient(provider, {}, { first_party: true });
const asking = await addClient(provider);
const alice = await addPerson(provider, "alice");

/** A browser in which alice is signed in, since a minute ago. */
async function signedIn() {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, trusted, alice, { browser });
  time.now += 60;
  return browser;
}

const open = (browser: ReturnType<typeof openBrowser>, client: TestClient, asked: Asked) =>
  browser.open(authorizeUrl(issuer, client, asked));

Deno.test("prompt=none answers login_required where nobody is signed in (OpenID Connect Core section 3.1.2.6)", async () => {
  const { error, state, iss } = answerIn(await open(openBrowser(issuer, send), trusted, { prompt: "none" }));
  assertEquals([error, state, iss], ["login_required", "some-state", issuer]);
});

Deno.test("prompt=none gives a code where nothing is missing (OpenID Connect Core section 3.1.2.1)", async () => {
  const { code, state, iss } = answerIn(await open(await signedIn(), trusted, { prompt: "none" }));
  assertEquals([typeof code, state, iss], ["string", "some-state", issuer]);
});

Deno.test("prompt=none answers consent_required where the person was never asked (OpenID Connect Core section 3.1.2.6)", async () => {
  const { error } = answerIn(await open(await signedIn(), asking, { prompt: "none" }));
  assertEquals(error, "consent_required");
});

Deno.test("prompt=none starts no interaction and leaves no cookie (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn(), before = [...browser.cookies];
  await open(browser, asking, { prompt: "none" });
  assertEquals([...browser.cookies], before);
  const rows = await provider.db.selectFrom("interaction").select("state").where(
    "client_id",
    "=",
    asking.client_id,
  )
    .execute();
  assertEquals(rows, []);
});

Deno.test("without prompt somebody who is signed in is not asked to sign in again (OpenID Connect Core section 3.1.2.3)", async () => {
  assertEquals(typeof answerIn(await open(await signedIn(), trusted, {})).code, "string");
});

Deno.test("prompt=login asks for the password again and the new sign-in counts (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn();
  const page = await open(browser, trusted, { prompt: "login" });
  assertEquals(askedOn(page), "login");
  const back = await signIn(browser, page, alice);
  assertEquals(typeof answerIn(back).code, "string");
  const { auth_time } = await provider.db.selectFrom("authorization_code").select("auth_time")
    .orderBy("created_at", "desc").executeTakeFirstOrThrow();
  assertEquals(auth_time, time.now);
});

Deno.test("prompt=login asks again although the last sign-in was in the same second (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, trusted, alice, { browser });
  const page = await open(browser, trusted, { prompt: "login" });
  assertEquals(askedOn(page), "login");
  assertEquals(typeof answerIn(await signIn(browser, page, alice)).code, "string");
});

Deno.test("prompt=consent asks for what was allowed before (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn();
  await authorizeAs(provider, asking, alice, { browser });
  assertEquals(typeof answerIn(await open(browser, asking, {})).code, "string");
  const page = await open(browser, asking, { prompt: "consent" });
  assertEquals(askedOn(page), "consent");
  assertEquals(typeof answerIn(await browser.submit(page, { decision: "allow" })).code, "string");
});

Deno.test("prompt=consent asks for a first-party client too (OpenID Connect Core section 3.1.2.1)", async () => {
  assertEquals(askedOn(await open(await signedIn(), trusted, { prompt: "consent" })), "consent");
});

Deno.test("prompt='login consent' asks for both, in that order (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn();
  const login = await open(browser, trusted, { prompt: "login consent" });
  assertEquals(askedOn(login), "login");
  const consent = await signIn(browser, login, alice);
  assertEquals(askedOn(consent), "consent");
  assertEquals(typeof answerIn(await browser.submit(consent, { decision: "allow" })).code, "string");
});

Deno.test("prompt=select_account lets the person choose although only one account is signed in (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn();
  const page = await open(browser, trusted, { prompt: "select_account" });
  assertEquals(askedOn(page), "account");
  const [, session = ""] = /name="session" value="([^"]+)"/.exec(page.html) ?? [];
  assertEquals(typeof answerIn(await browser.submit(page, { session })).code, "string");
});

Deno.test("prompt=select_account asks to sign in where nobody is signed in (OpenID Connect Core section 3.1.2.1)", async () => {
  assertEquals(
    askedOn(await open(openBrowser(issuer, send), trusted, { prompt: "select_account" })),
    "login",
  );
});

Deno.test("login_hint stands in the sign-in form and decides nothing (OpenID Connect Core section 3.1.2.1)", async () => {
  const hinted = { login_hint: "alice@example.com" };
  const page = await open(openBrowser(issuer, send), trusted, hinted);
  assertEquals([askedOn(page), page.html.includes('value="alice@example.com"')], ["login", true]);
  assertEquals(typeof answerIn(await open(await signedIn(), trusted, { login_hint: "bob" })).code, "string");
});
