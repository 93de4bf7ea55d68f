// An attacker starts a sign-in and sends its address to a victim, or takes the victim's into his own browser.
import { assertEquals } from "@std/assert";
import { openBrowser, type Visit } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send } = provider;
const client = await addClient(provider), trusted = await addClient(provider, {}, { first_party: true });
const victim = await addPerson(provider, "victim"), attacker = await addPerson(provider, "attacker");

function assertTurnedAway(visit: Visit) {
  assertEquals([visit.status, visit.html.includes("<form"), visit.headers.getSetCookie()], [403, false, []]);
  assertEquals(lastRefusal(provider), "interaction.other_browser");
}

Deno.test("an interaction opened in another browser shows no form and leaves that browser's cookies alone (RFC 9700 section 4.7)", async () => {
  const theirs = openBrowser(issuer, send), mine = openBrowser(issuer, send);
  const page = await theirs.open(authorizeUrl(issuer, client));
  assertTurnedAway(await mine.open(page.url));
  await authorizeAs(provider, trusted, victim, { browser: mine });
  const before = [...mine.cookies];
  assertTurnedAway(await mine.open(page.url));
  assertTurnedAway(await mine.open(page.url.replace("/login", "/consent")));
  assertEquals([...mine.cookies], before);
});

Deno.test("what a victim types into a form that an attacker started signs nobody in (RFC 9700 section 4.7)", async () => {
  const theirs = openBrowser(issuer, send), mine = openBrowser(issuer, send);
  const page = await theirs.open(authorizeUrl(issuer, client));
  assertTurnedAway(await signIn(mine, page, victim));
  assertEquals([...mine.cookies], []);
  assertEquals(askedOn(await theirs.open(page.url)), "login");
});

Deno.test("the consent page of a victim who has signed in is of no use in another browser (RFC 9700 section 4.7)", async () => {
  const theirs = openBrowser(issuer, send), mine = openBrowser(issuer, send);
  const page = await theirs.open(authorizeUrl(issuer, client));
  const consent = await signIn(theirs, page, victim);
  assertEquals(askedOn(consent), "consent");
  await authorizeAs(provider, trusted, attacker, { browser: mine });
  for (const path of ["/consent", "/login"]) {
    assertTurnedAway(await mine.open(consent.url.replace("/consent", path)));
  }
  assertTurnedAway(await mine.submit(consent, { decision: "allow" }));
  assertTurnedAway(await mine.submit(consent, { decision: "deny" }));
  assertEquals(typeof answerIn(await theirs.submit(consent, { decision: "allow" })).code, "string");
});

Deno.test("signing in belongs to the browser, not to the interaction: with the interaction's cookie alone nobody is signed in (RFC 9700 section 4.7)", async () => {
  const theirs = openBrowser(issuer, send), mine = openBrowser(issuer, send);
  const page = await theirs.open(authorizeUrl(issuer, await addClient(provider)));
  const consent = await signIn(theirs, page, victim);
  for (const [name, value] of theirs.cookies) if (name.startsWith("lk_ia_")) mine.cookies.set(name, value);
  const visit = await mine.submit(consent, { decision: "allow" });
  assertEquals(askedOn(visit), "login");
});

Deno.test("an address of an interaction that never was tells no more than one that ended (RFC 9700 section 4.7)", async () => {
  const mine = openBrowser(issuer, send);
  for (const text of ["", "nonsense", `lk_in_4fff${"0".repeat(49)}`]) {
    const visit = await mine.open(`/login?interaction=${text}`);
    assertEquals([visit.status, lastRefusal(provider)], [400, "interaction.unknown"]);
  }
});
