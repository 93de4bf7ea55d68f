// An attacker plants cookies that he knows in the victim's browser and waits for a sign-in without an app.
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { browserCookie, browserOf, enter, signedInIn } from "../support/account.ts";
import { openBrowser } from "../support/browser.ts";
import { addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const victim = await addPerson(provider, "victim"), attacker = await addPerson(provider, "attacker");
const preSession = "lk_ps_default";

Deno.test("a planted browser cookie is another one after a sign-in without an app: its planter sees nothing (RFC 6749 section 10.12)", async () => {
  const mine = await browserOf(provider, attacker), theirs = openBrowser(issuer, send);
  const planted = mine.browser.cookies.get(browserCookie)!;
  theirs.cookies.set(browserCookie, planted);
  await enter(theirs, victim);
  assertNotEquals(theirs.cookies.get(browserCookie), planted);
  assertEquals(await signedInIn(provider, mine.browser), []);
  assertEquals(new URL((await mine.browser.open("/account")).url).pathname, "/login");
});

Deno.test("a planted pre-session gives its planter nothing once somebody signed in with it, and is gone then (RFC 6749 section 10.12)", async () => {
  const mine = openBrowser(issuer, send), theirs = openBrowser(issuer, send);
  await mine.open("/login");
  theirs.cookies.set(preSession, mine.cookies.get(preSession)!);
  await enter(theirs, victim);
  assertEquals([...theirs.cookies.keys()], [browserCookie]);
  assertEquals(new URL((await mine.open("/account")).url).pathname, "/login");
});

Deno.test("a pre-session that the server never made is replaced (RFC 6749 section 10.12)", async () => {
  for (const planted of ["chosen-by-the-attacker", `lk_ps_4fff${"0".repeat(49)}`, ""]) {
    const browser = openBrowser(issuer, send);
    browser.cookies.set(preSession, planted);
    await browser.open("/login");
    assertNotEquals(browser.cookies.get(preSession), planted);
    await enter(browser, victim);
  }
});

Deno.test("the pre-session is kept from scripts and cross-site posts, and on https from sibling hosts (RFC 6265 section 8)", async () => {
  const secure = await openProvider({ issuer: "https://id.example" });
  const [line = ""] = (await secure.send("/login")).headers.getSetCookie();
  assert(line.startsWith("__Host-lk_ps_default=lk_ps_"), line);
  for (const attribute of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax", "Max-Age=1800"]) {
    assert(line.includes(attribute), line);
  }
  assert(!/domain=/i.test(line), line);
});

Deno.test("after a password change the cookie before it opens nothing (OWASP Session Management Cheat Sheet)", async () => {
  const fresh = await addPerson(provider, "careful", {});
  const { browser, page } = await browserOf(provider, fresh), thief = openBrowser(issuer, send);
  thief.cookies.set(browserCookie, browser.cookies.get(browserCookie)!);
  const values = { old_password: fresh.password, new_password: "a new and good password" };
  assertEquals((await browser.submit(page, values)).status, 200);
  assertEquals(await signedInIn(provider, thief), []);
  assertEquals((await signedInIn(provider, browser)).length, 1);
});
