import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { mintSubject, systemRandom } from "../../../src/crypto/random.ts";
import { openTokens } from "../../../src/rp/tokens/token_seal.ts";
import { createAccount, moveAccount } from "../../../src/store/accounts.ts";
import { deleteUpstream, findUpstream, moveUpstream } from "../../../src/store/upstreams.ts";
import { formOf, openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import { answerIn, askedOn, post, redeem } from "../../support/flow.ts";
import { addClient, addPerson, lastRefusal, storeOf, type TestPerson } from "../../support/provider.ts";
import { addUpstream, leaveAlone, leaveFor, upstreamButtons } from "../../support/upstreams.ts";
import { assertSignedIn, isSignedIn, openFakeBroker } from "../fake_broker.ts";

const broker = await openFakeBroker(), { provider, upstream, other } = broker;
const { issuer, send, time, db } = provider, store = storeOf(provider);
const open = () => openBrowser(issuer, send);

const asks = "There is an account with your email address already";

const says = (sub: string, email: string) => ({
  claims: { sub, email, email_verified: true },
  userinfo: { sub },
});

/** Comes from the upstream with somebody's address, without an app. */
async function arrive(sub: string, email: string, browser = open()): Promise<Visit> {
  upstream.lies = says(sub, email);
  return await browser.open(upstream.sendBack(await leaveAlone(provider, browser)));
}

/** Comes as somebody new of whom there is an account. */
async function arriveAsOwner(name: string) {
  const person = await addPerson(provider, name), browser = open();
  const asked = await arrive(`${name}-there`, `${name}@example.com`, browser);
  assertEquals([asked.status, new URL(asked.url).pathname], [200, "/rp/proof"], asked.html);
  assertStringIncludes(asked.html, asks);
  return { person, browser, asked };
}

const linkOf = (sub: string) =>
  db.selectFrom("upstream_identity").select(["account_id", "evidence"]).where("sub", "=", sub)
    .where("state", "=", "linked").executeTakeFirst();

const signIn = (browser: TestBrowser, page: Visit, { username, password }: TestPerson) =>
  browser.submit(page, { username, password });

async function sessionOf({ sub }: TestPerson): Promise<string> {
  const row = await db.selectFrom("session").select("id").where("account_id", "=", sub)
    .where("state", "=", "open").executeTakeFirstOrThrow();
  return row.id;
}

Deno.test("who arrives with the address of an account signs in to it, says yes, and is linked with it (OpenID Connect Core section 5.7)", async () => {
  const { person, browser, asked } = await arriveAsOwner("ada");
  assertEquals([isSignedIn(browser), await linkOf("ada-there")], [false, undefined]);
  const confirm = await signIn(browser, asked, person);
  for (const words of ["Connect The example with this account?", "ada"]) {
    assertStringIncludes(confirm.html, words);
  }
  assertEquals(await linkOf("ada-there"), undefined);
  const linked = await browser.submit(confirm, { decision: "allow" });
  assertSignedIn(linked);
  assertStringIncludes(linked.html, "You can sign in with it from now on.");
  assertStringIncludes(linked.html, "You signed in to this account and agreed");
  assertEquals(await linkOf("ada-there"), { account_id: person.sub, evidence: "proof" });
  assertSignedIn(await arrive("ada-there", "another@example.com"));
});

Deno.test("in the middle of an authorization request the person lands in the app, signed in to the account that they had", async () => {
  const person = await addPerson(provider, "grace"), client = await addClient(provider), browser = open();
  upstream.lies = says("grace-there", "grace@example.com");
  const asked = await browser.open(upstream.sendBack(await leaveFor(provider, browser, client)));
  assertStringIncludes(asked.html, asks);
  const confirm = await signIn(browser, asked, person);
  const policy = confirm.headers.get("content-security-policy") ?? "";
  assertStringIncludes(policy, `form-action 'self' ${new URL(client.redirect_uri).origin}`);
  let visit = await browser.submit(confirm, { decision: "allow" });
  assertEquals(askedOn(visit), "consent");
  visit = await browser.submit(visit, { decision: "allow" });
  const tokens = await redeem(send, client, answerIn(visit).code ?? "");
  assert(tokens.id_token);
  assertEquals((await linkOf("grace-there"))?.account_id, person.sub);
});

Deno.test("another upstream that the account is linked with proves it as well as a password", async () => {
  const person = await addPerson(provider, "mary"), linking = open();
  await signIn(linking, await linking.open("/login"), person);
  const link = await linking.open(`/rp/link?idp=other`);
  other.lies = says("mary-other", "mary@other.example");
  assertSignedIn(
    await linking.open(other.sendBack(new URL((await linking.submit(link, {})).url))),
  );
  const browser = open(), asked = await arrive("mary-there", "mary@example.com", browser);
  const way = await browser.open(upstreamButtons(asked)["Continue with The other"]!);
  const confirm = await browser.open(other.sendBack(new URL((await browser.submit(way, {})).url)));
  assertStringIncludes(confirm.html, "Connect The example with this account?");
  assertSignedIn(await browser.submit(confirm, { decision: "allow" }));
  assertEquals(await linkOf("mary-there"), { account_id: person.sub, evidence: "proof" });
});

Deno.test("the page tells nothing of the account but that there is one: not its name, nor its state, nor how its owner signs in", async () => {
  const make = async (name: string, email_verified: boolean, moves: readonly ("activate" | "disable")[]) => {
    const id = mintSubject(systemRandom), email = `${name}@example.com`;
    await createAccount(
      store,
      id,
      { username: `hidden-${name}`, email, email_verified, claims: {} },
      time.now,
    );
    for (const move of moves) await moveAccount(store, id, move, time.now);
  };
  await addPerson(provider, "usual");
  await make("unverified", false, ["activate"]);
  await make("without-password", true, ["activate"]);
  await make("disabled", true, ["activate", "disable"]);
  const pages = await Promise.all(
    ["usual", "unverified", "without-password", "disabled"].map(async (name) => {
      const { status, html } = await arrive(`${name}-there`, `${name}@example.com`);
      assertFalse(html.includes(`hidden-${name}`) || html.includes(`${name}@example.com`));
      return [status, html.replaceAll(/name="csrf" value="[^"]+"|lk_us_[0-9A-Za-z]+/g, "")];
    }),
  );
  for (const page of pages) assertEquals(page, pages[0]);
});

Deno.test("what the upstream gave us is kept with the link, and signs the session out too; who says no leaves nothing of it", async () => {
  const id = await addUpstream(provider, { slug: "keeping", issuer: upstream.issuer }, {
    store_tokens: true,
  });
  const brought = (name: string) => {
    const { claims, userinfo } = says(`${name}-there`, `${name}@example.com`);
    upstream.lies = {
      claims: { ...claims, sid: `at-${name}` },
      userinfo,
      tokens: { access_token: `of ${name}` },
    };
  };
  const come = async (name: string, browser: TestBrowser) => {
    brought(name);
    const away = await leaveAlone(provider, browser, { idp: "keeping" });
    return await browser.open(upstream.sendBack(away));
  };
  const kept = async (name: string) => {
    const of = `${name}-there`;
    const proof = await db.selectFrom("link_proof").select(["id_token", "tokens"]).where("sub", "=", of)
      .executeTakeFirstOrThrow();
    const session = await db.selectFrom("session_upstream").select(["sid", "id_token"]).where("sub", "=", of)
      .executeTakeFirst();
    const row = await db.selectFrom("upstream_token").selectAll().where("sub", "=", of).executeTakeFirst();
    const sealing = { store, sealKeys: provider.deployment.sealKeys };
    return {
      proof: [proof.id_token, proof.tokens].map(Boolean),
      session: session && [session.sid, session.id_token !== null],
      tokens: row && openTokens(sealing, row)?.access_token,
    };
  };
  const yes = await addPerson(provider, "uma"), browser = open();
  const account = await signIn(browser, await browser.open("/login"), yes);
  const link = await browser.open("/rp/link?idp=other");
  other.lies = says("uma-other", "uma@other.example");
  assertSignedIn(await browser.open(other.sendBack(new URL((await browser.submit(link, {})).url))));
  time.now += 10;
  const confirm = await signIn(browser, await come("uma", browser), yes);
  assertEquals(await kept("uma"), { proof: [true, true], session: undefined, tokens: undefined });
  const linked = await browser.submit(confirm, { decision: "allow" });
  assertSignedIn(linked);
  assertEquals(await kept("uma"), { proof: [false, false], session: ["at-uma", true], tokens: "of uma" });

  const [older = ""] = /name="unlink" value="([^"]+)"/.exec(linked.html)?.slice(1) ?? [];
  const without = await browser.submit(linked, { unlink: older });
  assertEquals([without.status, await linkOf("uma-other")], [200, undefined], "who proved it by a password");

  const logout_token = await upstream.sign({
    iss: upstream.issuer,
    aud: "latchkey",
    sub: "uma-there",
    sid: "at-uma",
    iat: time.now,
    exp: time.now + 60,
    jti: "uma",
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  });
  assertEquals((await post(send, "/rp/backchannel_logout/keeping", { logout_token })).status, 200);
  assertEquals(new URL((await browser.open(account.url)).url).pathname, "/login");

  await addPerson(provider, "wilma");
  const declining = open(), asked = await come("wilma", declining);
  assertEquals((await kept("wilma")).proof, [true, true]);
  await declining.submit(asked, { decision: "deny" });
  assertEquals(await kept("wilma"), { proof: [false, false], session: undefined, tokens: undefined });
  await deleteUpstream(store, id, time.now);
});

Deno.test("who says no is linked with nothing, and cannot say yes any more", async () => {
  const { person, browser, asked } = await arriveAsOwner("nora");
  const back = await browser.submit(asked, { decision: "deny" });
  assertEquals([back.status, new URL(back.url).pathname], [200, "/login"]);
  const states = await db.selectFrom("link_proof").select("state").where("account_id", "=", person.sub)
    .execute();
  assertEquals(states, [{ state: "refused" }]);
  const late = await signIn(browser, asked, person);
  assertEquals([late.status, lastRefusal(provider)], [403, "link_proof.other_browser"]);
  assertEquals(await linkOf("nora-there"), undefined);
});

Deno.test("a yes is taken once, within ten minutes, from the browser that came, for the account with the address, and after a sign-in to it", async () => {
  const { person, browser, asked } = await arriveAsOwner("olga");
  const assertRefused = async (visit: Promise<Visit>, why: string, status = 400) => {
    assertEquals([(await visit).status, lastRefusal(provider)], [status, why]);
    assertEquals(await linkOf("olga-there"), undefined, why);
  };
  const yes = (session: string) => browser.submit(asked, { decision: "allow", session });
  await assertRefused(yes("nobody's"), "link_proof.signed_out");
  const wrong = { ...person, password: "not this one" };
  await assertRefused(signIn(browser, asked, wrong), "sign_in.wrong");

  const mallory = await addPerson(provider, "mallory");
  const elsewhere = await signIn(browser, asked, mallory);
  assertStringIncludes(elsewhere.html, "That is another account");
  await assertRefused(yes(await sessionOf(mallory)), "link_proof.other_account");

  await assertRefused(open().open(asked.url), "link_proof.other_browser", 403);
  await assertRefused(open().submit(asked, { decision: "allow" }), "link_proof.other_browser", 403);
  await assertRefused(browser.open("/rp/proof?flow=made-up"), "link_proof.unknown");
  await assertRefused(browser.submit(asked, { decision: "allow", csrf: "forged" }), "form.csrf", 403);
  const foreign = browser.submit(asked, { decision: "allow" }, { origin: "https://evil.example" });
  await assertRefused(foreign, "form.foreign", 403);

  const confirm = await signIn(browser, asked, person);
  time.now += 601;
  await assertRefused(browser.submit(confirm, { decision: "allow" }), "link_proof.expired");
  time.now -= 601;
  const held = [...browser.cookies];
  assertSignedIn(await browser.submit(confirm, { decision: "allow" }));
  for (const [name, value] of held) browser.cookies.set(name, value);
  const again = await browser.submit(confirm, { decision: "allow" });
  assertEquals([again.status, lastRefusal(provider)], [400, "link_proof.finished"]);
});

Deno.test("a sign-in from before the person came proves nothing: they sign in once more", async () => {
  const person = await addPerson(provider, "petra"), browser = open();
  await signIn(browser, await browser.open("/login"), person);
  time.now += 60;
  const asked = await arrive("petra-there", "petra@example.com", browser);
  assertStringIncludes(asked.html, asks);
  const early = await browser.submit(asked, { decision: "allow", session: await sessionOf(person) });
  assertEquals([early.status, lastRefusal(provider)], [400, "link_proof.not_signed_in"]);
  const confirm = await signIn(browser, asked, person);
  assertSignedIn(await browser.submit(confirm, { decision: "allow" }));
});

Deno.test("nothing is linked with an upstream that was closed meanwhile, nor what somebody else has by then", async () => {
  const row = (await findUpstream(store, "example"))!;
  const first = await arriveAsOwner("rosa"), confirm = await signIn(first.browser, first.asked, first.person);
  await moveUpstream(store, row.id, "disable", time.now);
  const gone = await first.browser.submit(confirm, { decision: "allow" });
  await moveUpstream(store, row.id, "enable", time.now);
  assertEquals([gone.status, lastRefusal(provider)], [400, "link_proof.upstream_gone"]);
  assertEquals((await first.browser.submit(confirm, { decision: "allow" })).status, 400);
  assertEquals([lastRefusal(provider), await linkOf("rosa-there")], ["link_proof.failed", undefined]);

  const second = await arriveAsOwner("sara"), yes = await signIn(second.browser, second.asked, second.person);
  const tina = await addPerson(provider, "tina"), browser = open();
  const link = await signIn(browser, await browser.open("/login"), tina)
    .then(() => browser.open("/rp/link?idp=example"));
  await browser.open(upstream.sendBack(new URL((await browser.submit(link, {})).url)));
  assertEquals((await linkOf("sara-there"))?.account_id, tina.sub);
  assertEquals((await second.browser.submit(yes, { decision: "allow" })).status, 400);
  assertEquals(lastRefusal(provider), "link_proof.linked_elsewhere");
  assertEquals((await linkOf("sara-there"))?.account_id, tina.sub);
});

Deno.test("an upstream of an organisation is a button like any other where an account is to be proven", async () => {
  const named = { slug: "house", issuer: other.issuer };
  const id = await addUpstream(provider, named, { domains: ["house.example"] }),
    { asked } = await arriveAsOwner("vera");
  await deleteUpstream(store, id, time.now);
  assert(upstreamButtons(asked)["Continue with The house"]);
  assertFalse(asked.html.includes('value="organisation"'));
  assertStringIncludes(asked.html, 'value="deny"');
});

Deno.test("what waits for a proof ends with an upstream that is deleted", async () => {
  const id = await addUpstream(provider, { slug: "brief", issuer: upstream.issuer }), browser = open();
  await addPerson(provider, "ulla");
  upstream.lies = says("ulla-there", "ulla@example.com");
  const asked = await browser.open(upstream.sendBack(await leaveAlone(provider, browser, { idp: "brief" })));
  assertEquals(formOf(asked.html).action, `${issuer}/rp/proof`);
  await deleteUpstream(store, id, time.now);
  assertEquals((await browser.open(asked.url)).status, 400);
  assertEquals(lastRefusal(provider), "link_proof.upstream_gone");
});
