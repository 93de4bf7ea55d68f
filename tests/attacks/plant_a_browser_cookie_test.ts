// Session fixation: an attacker plants a cookie that he knows in the victim's browser and waits for a sign-in.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const victim = await addPerson(provider, "victim"), attacker = await addPerson(provider, "attacker");
const name = "lk_br_default", silent = authorizeUrl(issuer, client, { prompt: "none" });

Deno.test("a planted cookie is of no use once its holder has signed in: the secret is another one (RFC 6749 section 10.12)", async () => {
  const theirs = openBrowser(issuer, send), mine = openBrowser(issuer, send);
  await authorizeAs(provider, client, attacker, { browser: mine });
  const planted = mine.cookies.get(name)!;
  theirs.cookies.set(name, planted);
  const choice = await theirs.open(authorizeUrl(issuer, client, { prompt: "select_account" }));
  const login = await theirs.submit(choice, { session: "other" });
  assertEquals(typeof answerIn(await signIn(theirs, login, victim)).code, "string");
  assertNotEquals(theirs.cookies.get(name), planted);
  assertEquals(mine.cookies.get(name), planted);
  assertEquals(answerIn(await mine.open(silent)).error, "login_required");
});

for (const planted of ["chosen-by-the-attacker", `lk_br_4fff${"0".repeat(49)}`, ""]) {
  Deno.test(`a cookie that the server never made is not taken over: ${planted || "empty"} (RFC 6749 section 10.12)`, async () => {
    const browser = openBrowser(issuer, send);
    browser.cookies.set(name, planted);
    await authorizeAs(provider, client, victim, { browser });
    assert(browser.cookies.get(name) !== planted);
    const stranger = openBrowser(issuer, send);
    stranger.cookies.set(name, planted);
    assertEquals(answerIn(await stranger.open(silent)).error, "login_required");
  });
}

Deno.test("each sign-in renews the browser's secret, and the one before opens nothing (RFC 6749 section 10.12)", async () => {
  const browser = openBrowser(issuer, send), seen = new Set<string>();
  await authorizeAs(provider, client, victim, { browser });
  for (let again = 0; again < 2; again++) {
    const old = browser.cookies.get(name)!;
    seen.add(old);
    time.now += 10;
    const login = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
    await signIn(browser, login, victim);
    const thief = openBrowser(issuer, send);
    thief.cookies.set(name, old);
    assertEquals(answerIn(await thief.open(silent)).error, "login_required");
  }
  seen.add(browser.cookies.get(name)!);
  assertEquals([seen.size, typeof answerIn(await browser.open(silent)).code], [3, "string"]);
});

Deno.test("cookies are kept from scripts and from cross-site posts, and on https from sibling hosts and plain pages (RFC 6265 section 8)", async () => {
  const secure = await openProvider({ issuer: "https://id.example" });
  const app = await addClient(secure, {}, { first_party: true }), alice = await addPerson(secure);
  const started = await secure.send(authorizeUrl(secure.issuer, app));
  const browser = openBrowser(secure.issuer, secure.send);
  const login = await browser.open(authorizeUrl(secure.issuer, app));
  assertEquals(askedOn(login), "login");
  const lines = started.headers.getSetCookie();
  const answered = await signIn(browser, login, alice);
  lines.push(...answered.headers.getSetCookie());
  assert(lines.some((line) => line.startsWith("__Host-lk_ia_default_")));
  assert(lines.some((line) => line.startsWith("__Host-lk_br_default=lk_br_")));
  for (const line of lines) {
    for (const attribute of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) {
      assert(line.includes(attribute), line);
    }
    assert(!/domain=/i.test(line), line);
  }
});
