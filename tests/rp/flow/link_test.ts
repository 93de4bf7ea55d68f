import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { endSession } from "../../../src/store/sessions.ts";
import { findUpstream, moveUpstream } from "../../../src/store/upstreams.ts";
import { openBrowser, type TestBrowser, type Visit } from "../../support/browser.ts";
import { answerIn, authorizeUrl, redeem, refresh } from "../../support/flow.ts";
import { addClient, addPerson, lastRefusal, storeOf, type TestPerson } from "../../support/provider.ts";
import { leaveAlone } from "../../support/upstreams.ts";
import { assertSignedIn, isSignedIn, openFakeBroker, visitUpstream } from "../fake_broker.ts";

const broker = await openFakeBroker(),
  { provider, upstream, other } = broker,
  { issuer, send, time, db } = provider;
const store = storeOf(provider);

const open = () => openBrowser(issuer, send);

async function signInByPassword(browser: TestBrowser, { username, password }: TestPerson): Promise<Visit> {
  return await browser.submit(await browser.open(`${issuer}/login`), { username, password });
}

const connectHref = ({ html }: Visit, slug: string) =>
  [...html.replaceAll("&amp;", "&").matchAll(/href="([^"]*\/rp\/link[^"]*)"/g)].map(([, href]) => href!)
    .find((href) => href.includes(`idp=${slug}&`));

const unlinkRefs = ({ html }: Visit) =>
  [...html.matchAll(/name="unlink" value="([^"]+)"/g)].map(([, ref]) => ref!);

/** Goes from the account page to an upstream. @returns the upstream's address with our request. */
async function leaveToLink(browser: TestBrowser, account: Visit, slug = "example"): Promise<URL> {
  const asked = await browser.open(connectHref(account, slug)!);
  assertStringIncludes(asked.html, `Connect The ${slug}?`);
  return new URL((await browser.submit(asked, {})).url);
}

const says = (sub: string) => ({ claims: { sub, email: undefined as never }, userinfo: { sub } });

const accountOf = async (
  sub: string,
) => (await db.selectFrom("upstream_identity").select(["account_id", "evidence"]).where("sub", "=", sub)
  .where("state", "=", "linked").executeTakeFirst());

/** Posts a form of the account page that is not the first on it. */
const post = (browser: TestBrowser, account: Visit, values: Readonly<Record<string, string>>) =>
  browser.submit(account, values);

Deno.test("a person connects an account elsewhere, sees how that came to be, signs in with it, and disconnects it", async () => {
  const alice = await addPerson(provider, "alice"), browser = open();
  upstream.lies = says("alice-there");
  const account = await signInByPassword(browser, alice);
  const back = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  assertSignedIn(back);
  assertEquals(await accountOf("alice-there"), { account_id: alice.sub, evidence: "signed_in" });
  for (const words of ["The example", "You connected it yourself.", "You can sign in with it from now on."]) {
    assertStringIncludes(back.html, words);
  }
  assertEquals(connectHref(back, "example"), undefined);
  const elsewhere = await visitUpstream(broker);
  assertStringIncludes(elsewhere.html, "alice@example.com");
  const [ref = ""] = unlinkRefs(back);
  const gone = await post(browser, back, { unlink: ref });
  assertStringIncludes(gone.html, "It no longer signs you in.");
  assertEquals(await accountOf("alice-there"), undefined);
  assert(connectHref(gone, "example"));
});

Deno.test("what lets nobody else in stays: the last way in cannot be disconnected", async () => {
  upstream.lies = says("only");
  const browser = open(), account = await visitUpstream(broker, { browser });
  assertEquals([unlinkRefs(account), account.html.includes('name="old_password"')], [[], false]);
  assertStringIncludes(account.html, "This is your only way to sign in");
  other.lies = says("only-other");
  // They are listed in the order in which they were linked.
  time.now += 1;
  const both = await browser.open(other.sendBack(await leaveToLink(browser, account, "other")));
  const refs = unlinkRefs(both);
  assertEquals(refs.length, 2);
  const left = await post(browser, both, { unlink: refs[0]! });
  assertEquals(unlinkRefs(left), []);
  await post(browser, left, { unlink: refs[1]! });
  assertEquals(lastRefusal(provider), "account.last_way");
  assertEquals([await accountOf("only"), (await accountOf("only-other"))?.evidence], [
    undefined,
    "signed_in",
  ]);
});

Deno.test("two at once do not take the last two ways away", async () => {
  upstream.lies = says("two"), other.lies = says("two-other");
  const browser = open(), account = await visitUpstream(broker, { browser });
  const both = await browser.open(other.sendBack(await leaveToLink(browser, account, "other")));
  await Promise.all(unlinkRefs(both).map((unlink) => post(browser, both, { unlink })));
  assertEquals([await accountOf("two"), await accountOf("two-other")].filter(Boolean).length, 1);
});

Deno.test("a way that is disabled does not count as another one", async () => {
  upstream.lies = says("lame"), other.lies = says("lame-other");
  const browser = open(), account = await visitUpstream(broker, { browser });
  time.now += 1;
  const both = await browser.open(other.sendBack(await leaveToLink(browser, account, "other")));
  const [ref = ""] = unlinkRefs(both), { id } = (await findUpstream(store, "other"))!;
  await moveUpstream(store, id, "disable", time.now);
  await post(browser, both, { unlink: ref });
  await moveUpstream(store, id, "enable", time.now);
  assertEquals(lastRefusal(provider), "account.last_way");
  assert(await accountOf("lame"));
});

Deno.test("a sign-in of more than ten minutes ago links and unlinks nothing", async () => {
  const carol = await addPerson(provider, "carol"), browser = open();
  upstream.lies = says("carol-there");
  const account = await signInByPassword(browser, carol), href = connectHref(account, "example")!;
  const asked = await browser.open(href);
  const linked = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  time.now += 601;
  for (const late of [await browser.open(href), await browser.submit(asked, {})]) {
    assertEquals([late.status, lastRefusal(provider)], [403, "upstream.link.not_recent"]);
    assertStringIncludes(late.html, "Please sign in once more");
  }
  const kept = await post(browser, linked, { unlink: unlinkRefs(linked)[0]! });
  assertEquals([kept.status, lastRefusal(provider)], [403, "account.not_recent"]);
  assert(await accountOf("carol-there"));
});

Deno.test("an account elsewhere that another account here has is not linked, and stays where it is", async () => {
  upstream.lies = says("taken");
  assertSignedIn(await visitUpstream(broker));
  const before = await accountOf("taken"), dave = await addPerson(provider, "dave"), browser = open();
  const account = await signInByPassword(browser, dave);
  const refused = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  assertEquals([refused.status, lastRefusal(provider)], [403, "upstream.link.linked_elsewhere"]);
  assertStringIncludes(refused.html, `href="${issuer}/account?session=`);
  assertEquals(await accountOf("taken"), before);
});

Deno.test("nobody links anything for somebody else: a foreign form, a foreign browser, another session (link CSRF)", async () => {
  const erin = await addPerson(provider, "erin"), mallory = await addPerson(provider, "mallory");
  const mine = open(), theirs = open();
  upstream.lies = says("planted");
  const account = await signInByPassword(mine, erin);
  const asked = await mine.open(connectHref(account, "example")!);
  const foreign = await mine.submit(asked, {}, { origin: "https://evil.example" });
  assertEquals([foreign.status, lastRefusal(provider)], [403, "form.foreign"]);
  const forged = await mine.submit(asked, { csrf: "forged" });
  assertEquals([forged.status, lastRefusal(provider)], [403, "form.csrf"]);
  const swapped = await mine.submit(asked, { idp: "other" });
  assertEquals([swapped.status, lastRefusal(provider)], [403, "form.csrf"]);
  // What Mallory began comes back in Erin's browser: with Mallory's cookie, but not with Mallory's session.
  const begun = await leaveToLink(theirs, await signInByPassword(theirs, mallory));
  for (const [name, value] of theirs.cookies) if (name.startsWith("lk_uf_")) mine.cookies.set(name, value);
  assertEquals((await mine.open(upstream.sendBack(begun))).status, 403);
  assertEquals([lastRefusal(provider), await accountOf("planted")], [
    "upstream_flow.other_session",
    undefined,
  ]);
  assertSignedIn(await theirs.open(upstream.sendBack(begun)));
  assertEquals((await accountOf("planted"))?.account_id, mallory.sub);
});

Deno.test("a link that was begun signs nobody in, where the session has ended since", async () => {
  const frank = await addPerson(provider, "frank"), browser = open();
  upstream.lies = says("frank-there");
  const request = await leaveToLink(browser, await signInByPassword(browser, frank));
  for (const name of [...browser.cookies.keys()]) if (name.startsWith("lk_br_")) browser.cookies.delete(name);
  assertEquals((await browser.open(upstream.sendBack(request))).status, 403);
  assertEquals(lastRefusal(provider), "upstream_flow.other_session");
  assertEquals([isSignedIn(browser), await accountOf("frank-there")], [false, undefined]);
});

Deno.test("who is signed in nowhere links nothing, and a sign-in that was begun links nothing", async () => {
  const stranger = await open().open(`${issuer}/rp/link?idp=example`);
  assertEquals(new URL(stranger.url).pathname, "/login");
  const grace = await addPerson(provider, "grace"), browser = open();
  upstream.lies = says("grace-there");
  const request = await leaveAlone(provider, browser);
  await signInByPassword(browser, grace);
  assertSignedIn(await browser.open(upstream.sendBack(request)));
  const linked = await accountOf("grace-there");
  assertEquals(linked?.evidence, "created");
  assertFalse(linked?.account_id === grace.sub);
});

Deno.test("a name that is nobody's link unlinks nothing", async () => {
  const heidi = await addPerson(provider, "heidi"), browser = open();
  await post(browser, await signInByPassword(browser, heidi), { unlink: "made-up" });
  assertEquals(lastRefusal(provider), "account.no_such_link");
  const unknown = await browser.open(`${issuer}/rp/link?idp=nobody`);
  assertEquals([unknown.status, lastRefusal(provider)], [400, "upstream.unknown"]);
});

const restoreRefs = ({ html }: Visit) =>
  [...html.matchAll(/name="restore_link" value="([^"]+)"/g)].map(([, ref]) => ref!);

Deno.test("a link that was taken away is put back within seven days, after a recent sign-in, and not by another account", async () => {
  const ivan = await addPerson(provider, "ivan"), browser = open();
  upstream.lies = says("ivan-there");
  const account = await signInByPassword(browser, ivan);
  const linked = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  const gone = await post(browser, linked, { unlink: unlinkRefs(linked)[0]! });
  const [ref = ""] = restoreRefs(gone), held = await accountOf("ivan-there");
  assertEquals([held, unlinkRefs(gone)], [undefined, []]);
  const judy = await addPerson(provider, "judy"), theirs = open();
  await post(theirs, await signInByPassword(theirs, judy), { restore_link: ref });
  assertEquals([lastRefusal(provider), await accountOf("ivan-there")], ["account.no_such_link", undefined]);
  const back = await post(browser, gone, { restore_link: ref });
  assertStringIncludes(back.html, "It is connected again.");
  assertEquals(await accountOf("ivan-there"), { account_id: ivan.sub, evidence: "signed_in" });
  await post(browser, back, { restore_link: ref });
  assertEquals(lastRefusal(provider), "account.no_such_link");

  const again = await post(browser, back, { unlink: unlinkRefs(back)[0]! });
  const row = (await findUpstream(store, "example"))!;
  await moveUpstream(store, row.id, "disable", time.now);
  await post(browser, again, { restore_link: ref });
  await moveUpstream(store, row.id, "enable", time.now);
  assertEquals(lastRefusal(provider), "account.upstream_gone");
  time.now += 601;
  const late = await post(browser, again, { restore_link: ref });
  assertEquals([late.status, lastRefusal(provider)], [403, "account.not_recent"]);
  time.now += 7 * 86_400;
  const after = await signInByPassword(browser, ivan);
  assertEquals(restoreRefs(after), []);
  await post(browser, after, { restore_link: ref });
  assertEquals([lastRefusal(provider), await accountOf("ivan-there")], ["account.too_late", undefined]);
});

Deno.test("what was taken away and is linked with another account since is not put back", async () => {
  const kim = await addPerson(provider, "kim"), lou = await addPerson(provider, "lou"), browser = open();
  upstream.lies = says("moved");
  const account = await signInByPassword(browser, kim);
  const linked = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  const gone = await post(browser, linked, { unlink: unlinkRefs(linked)[0]! }),
    [ref = ""] = restoreRefs(gone);
  const theirs = open(), there = await signInByPassword(theirs, lou);
  assertSignedIn(await theirs.open(upstream.sendBack(await leaveToLink(theirs, there))));
  await post(browser, gone, { restore_link: ref });
  assertEquals([lastRefusal(provider), (await accountOf("moved"))?.account_id], [
    "account.no_such_link",
    lou.sub,
  ]);
});

Deno.test("who came by a way that is new takes no older one away, so that nobody who made it locks the owner out", async () => {
  upstream.lies = says("owner-there"), other.lies = says("thief-there");
  assertSignedIn(await visitUpstream(broker));
  time.now += 8 * 86_400;
  // In a session that somebody left open, a thief connects an account of theirs.
  const theirs = open(), inside = await visitUpstream(broker, { browser: theirs });
  await theirs.open(other.sendBack(await leaveToLink(theirs, inside, "other")));
  const thief = open();
  const came = await thief.open(other.sendBack(await leaveAlone(provider, thief, { idp: "other" })));
  const [older = "", newer = ""] = unlinkRefs(came);
  for (const form of [{ unlink: older }, { undo_link: older }]) {
    const refused = await post(thief, came, form);
    assertEquals([refused.status, lastRefusal(provider)], [403, "account.newer_way"]);
    assertStringIncludes(refused.html, "Please sign in the way you did before");
  }
  assert(await accountOf("owner-there"));
  const gone = await post(thief, came, { unlink: newer });
  assertStringIncludes(gone.html, "It no longer signs you in.");
  // Without that link they are no more than before.
  await post(thief, gone, { unlink: older });
  assertEquals(lastRefusal(provider), "account.newer_way");
});

Deno.test("a link is undone for good within seven days of its making, and never the last way in", async () => {
  const mona = await addPerson(provider, "mona"), browser = open(), elsewhere = open();
  upstream.lies = says("mona-there");
  const account = await signInByPassword(browser, mona);
  const linked = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  await signInByPassword(elsewhere, mona);
  const [ref = ""] = unlinkRefs(linked);
  time.now += 8 * 86_400;
  const old = await signInByPassword(browser, mona);
  assertFalse(old.html.includes('name="undo_link"'));
  await post(browser, old, { undo_link: ref });
  assertEquals(lastRefusal(provider), "account.too_late");
  const gone = await post(browser, old, { unlink: ref });
  const anew = await browser.open(upstream.sendBack(await leaveToLink(browser, gone)));
  await signInByPassword(elsewhere, mona);
  const undone = await post(browser, anew, { undo_link: unlinkRefs(anew)[0]! });
  assertStringIncludes(undone.html, "It is undone");
  assertEquals([restoreRefs(undone), await accountOf("mona-there")], [[], undefined]);
  assertEquals(new URL((await elsewhere.open("/account")).url).pathname, "/login");

  upstream.lies = says("only-way");
  const only = open(), made = await visitUpstream(broker, { browser: only });
  assertFalse(made.html.includes('name="undo_link"'));
  const { id } = await db.selectFrom("upstream_identity").select("id").where("sub", "=", "only-way")
    .executeTakeFirstOrThrow();
  await post(only, made, { undo_link: id });
  assertEquals([lastRefusal(provider), Boolean(await accountOf("only-way"))], ["account.last_way", true]);
});

Deno.test("undoing a link ends the lasting access that apps got since, by sessions that are over too, and what was agreed to for them, and no other", async () => {
  const nora = await addPerson(provider, "nora"), browser = open(), stranger = open();
  const asked = { scope: "openid offline_access", prompt: "consent" };
  /** Lets an app of its own in, in a browser in which somebody is signed in. @returns what asks whether its access lasts. */
  const connectApp = async (from: TestBrowser) => {
    const app = await addClient(provider), consent = await from.open(authorizeUrl(issuer, app, asked));
    const { code = "" } = answerIn(await from.submit(consent, { decision: "allow" }));
    let { refresh_token = "" } = await redeem(send, app, code);
    const lasts = async () => {
      const answer = await refresh(send, app, refresh_token);
      refresh_token = answer.refresh_token ?? refresh_token;
      return answer.status;
    };
    /** What the app gets in the owner's browser without a question. */
    const silently = async () => {
      const answer = answerIn(await browser.open(authorizeUrl(issuer, app, { ...asked, prompt: "none" })));
      return answer.error ?? "code";
    };
    return { lasts, silently };
  };
  upstream.lies = says("nora-there");
  const account = await signInByPassword(browser, nora), before = await connectApp(browser);
  time.now += 10;
  const linked = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  const own = await connectApp(browser);
  assertSignedIn(await visitUpstream(broker, { browser: stranger }));
  const foreign = await connectApp(stranger);
  const { account_id } = (await accountOf("nora-there"))!;
  const session = await db.selectFrom("session_upstream as u").innerJoin(
    "session as s",
    "s.id",
    "u.session_id",
  )
    .select("s.id").where("s.account_id", "=", account_id).executeTakeFirstOrThrow();
  await endSession(store, { id: session.id, account_id }, "signed_out", time.now);
  const lasting = async () => [await before.lasts(), await own.lasts(), await foreign.lasts()];
  assertEquals(await lasting(), [200, 200, 200]);
  const undone = await post(browser, linked, { undo_link: unlinkRefs(linked)[0]! });
  assertStringIncludes(undone.html, "apps have lost the lasting access");
  assertEquals(await lasting(), [200, 200, 400]);
  const silent = [await before.silently(), await own.silently(), await foreign.silently()];
  assertEquals(silent, ["code", "code", "consent_required"]);
});

Deno.test("each link and each end of one is in the audit trail, without who the person is elsewhere", async () => {
  const ned = await addPerson(provider, "ned"), browser = open();
  upstream.lies = says("ned-there");
  const account = await signInByPassword(browser, ned);
  const linked = await browser.open(upstream.sendBack(await leaveToLink(browser, account)));
  const gone = await post(browser, linked, { unlink: unlinkRefs(linked)[0]! });
  await post(browser, gone, { restore_link: restoreRefs(gone)[0]! });
  const events = (await db.selectFrom("audit_event").select(["event", "trail"])
    .where("machine", "=", "upstream_identity").orderBy("id").execute())
    .filter(({ trail }) => (trail as { account_id?: string }).account_id === ned.sub);
  assertEquals(events.map(({ event }) => event), ["create", "unlink", "restore"]);
  assertFalse(JSON.stringify(events).includes("ned-there"));
});
