// Somebody has an account at an upstream with the victim's address, or with one that looks like it, or has made an account
// here with the victim's address before the victim came.
import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { mintSubject, systemRandom } from "../../src/crypto/random.ts";
import { createAccount, lockAccountByEmail, moveAccount } from "../../src/store/accounts.ts";
import { savePasswordHash } from "../../src/store/passwords.ts";
import { amendUpstream, findUpstream } from "../../src/store/upstreams.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { assertSignedIn, openFakeBroker, visitUpstream } from "../rp/fake_broker.ts";
import { addPerson, lastRefusal, storeOf } from "../support/provider.ts";

const broker = await openFakeBroker(), { provider, upstream } = broker, store = storeOf(provider);

/** Comes from the upstream with an address that it vouches for, unless it says otherwise. */
async function arriveAs(
  sub: string,
  email: string,
  policy: object,
  said: object = {},
  browser?: TestBrowser,
) {
  const row = (await findUpstream(store, "example"))!;
  assert((await amendUpstream(store, row, { ...row, trust_email: true, ...policy }, provider.time.now)).ok);
  upstream.lies = { claims: { sub, email, email_verified: true, ...said }, userinfo: { sub } };
  return await visitUpstream(broker, browser ? { browser } : {});
}

const accountOf = async (sub: string) =>
  (await provider.db.selectFrom("upstream_identity").select("account_id").where("sub", "=", sub)
    .where("state", "=", "linked").executeTakeFirst())?.account_id;

const asks = "There is an account with your email address already";

Deno.test("an address that is another one's only in lower case links nobody to that one's account (RFC 5321 section 2.4)", async () => {
  const { sub } = await addPerson(provider, "mike"), free = { sign_up: "free", link_by_email: true };
  assertSignedIn(await arriveAs("taker", "mi\u212ae@example.com", free));
  assert((await accountOf("taker")) !== undefined && (await accountOf("taker")) !== sub);
  assertSignedIn(await arriveAs("mike", "Mike@example.com", free));
  assertEquals(await accountOf("mike"), sub);
});

Deno.test("a domain that is another one only in lower case lets nobody in by that one (RFC 5321 section 2.4)", async () => {
  const domains = { sign_up: "domains", allowed_domains: ["bank.example"], link_by_email: false };
  assertEquals((await arriveAs("foreign", "eve@ban\u212a.example", domains)).status, 403);
  assertEquals(lastRefusal(provider), "upstream.arrival.other_domain");
  assertSignedIn(await arriveAs("own", "ada@Bank.example", domains));
});

Deno.test("nobody takes over an account with an address that the upstream does not call verified, or that it is not believed (unverified-email takeover)", async () => {
  const { sub } = await addPerson(provider, "victim"), email = "victim@example.com";
  const usual = { sign_up: "free", link_by_email: true };
  for (
    const [policy, said] of [
      [usual, { email_verified: false }],
      [usual, { email_verified: undefined }],
      // A text and a number are not what the claim is (OpenID Connect Core section 5.1).
      [usual, { email_verified: "true" }],
      [usual, { email_verified: 1 }],
      [{ ...usual, trust_email: false }, {}],
    ] as const
  ) {
    const name = `taker-${JSON.stringify({ ...policy, ...said })}`;
    assertSignedIn(await arriveAs(name, email, policy, said));
    assertNotEquals(await accountOf(name), sub, name);
  }
  assertEquals((await lockAccountByEmail(store, email))?.id, sub);
});

Deno.test("an address that is verified on both sides proves no account where the policy does not say so: its owner is asked to sign in", async () => {
  const before = await addPerson(provider, "lovelace");
  const asked = await arriveAs("claimer", "Lovelace@example.com", { sign_up: "free", link_by_email: false });
  assertStringIncludes(asked.html, asks);
  assertEquals(await accountOf("claimer"), undefined);
  assertEquals((await lockAccountByEmail(store, "lovelace@example.com"))?.id, before.sub);
});

Deno.test("an account that somebody made with an address which is not theirs is not given to its owner, nor the owner to it, and what its maker knows is not enough (pre-hijack)", async () => {
  const id = mintSubject(systemRandom), email = "owner@example.com", at = provider.time.now;
  const record = { username: "squatter", email, email_verified: false, claims: {} };
  await createAccount(store, id, record, at);
  await savePasswordHash(store, id, await provider.deployment.passwords.hash("the squatter's"), at);
  await moveAccount(store, id, "activate", at);
  const browser = openBrowser(provider.issuer, provider.send),
    policy = { sign_up: "free", link_by_email: true };
  const asked = await arriveAs("owner", email, policy, {}, browser);
  assertStringIncludes(asked.html, asks);
  // Its maker, in a browser of their own, knows the password and the address of the page.
  const theirs = openBrowser(provider.issuer, provider.send);
  const maker = { username: "squatter", password: "the squatter's" };
  await theirs.submit(await theirs.open("/login"), maker);
  for (const visit of [await theirs.open(asked.url), await theirs.submit(asked, { decision: "allow" })]) {
    assertEquals([visit.status, lastRefusal(provider)], [403, "link_proof.other_browser"]);
  }
  assertEquals(await accountOf("owner"), undefined);
});

Deno.test("who made an account through an upstream before the owner of the address came is not joined with them: the address that was not believed is nobody's (pre-hijack by an upstream)", async () => {
  const email = "later@example.com", policy = { sign_up: "free", link_by_email: true };
  assertSignedIn(await arriveAs("early", email, policy, { email_verified: false }));
  assertSignedIn(await arriveAs("late", email, policy));
  assertNotEquals(await accountOf("late"), await accountOf("early"));
  assertEquals((await lockAccountByEmail(store, email))?.id, await accountOf("late"));
});

Deno.test("the owner of an account undoes a link that somebody else made: it lets nobody in any more, and whoever came by it is signed out", async () => {
  const { username, password, sub } = await addPerson(provider, "hacked");
  const email = "hacked@example.com", policy = { sign_up: "free", link_by_email: true };
  const thief = openBrowser(provider.issuer, provider.send);
  assertSignedIn(await arriveAs("thief", email, policy, {}, thief));
  assertEquals(await accountOf("thief"), sub);
  const owner = openBrowser(provider.issuer, provider.send);
  const account = await owner.submit(await owner.open("/login"), { username, password });
  assertStringIncludes(account.html, "It has the same confirmed email address.");
  const [, ref = ""] = /name="undo_link" value="([^"]+)"/.exec(account.html) ?? [];
  const undone = await owner.submit(account, { undo_link: ref });
  assertStringIncludes(undone.html, "It is undone");
  assertEquals(await accountOf("thief"), undefined);
  assertEquals(new URL((await thief.open("/account")).url).pathname, "/login");
  const noLinking = { ...policy, link_by_email: false };
  assertStringIncludes((await arriveAs("thief", email, noLinking)).html, asks);
});
