import { assert, assertEquals } from "@std/assert";
import { endOneSession, endOtherSessions, signOut } from "../../src/accounts/end_session.ts";
import { listSessions } from "../../src/accounts/list_sessions.ts";
import { signIn } from "../../src/accounts/sign_in.ts";
import type { Handle } from "../../src/crypto/secret.ts";
import { openSessions } from "../../src/store/sessions.ts";
import { openBrowser } from "../support/browser.ts";
import { answerIn, authorizeAs, authorizeUrl, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, openProvider, portsOf, type TestPerson } from "../support/provider.ts";
import { parseSecret } from "../../src/crypto/secret.ts";

const provider = await openProvider();
const ports = portsOf(provider), { store } = ports, { time, issuer, send } = provider;
const alice = await addPerson(provider, "alice"), bob = await addPerson(provider, "bob");

async function enter({ username, password }: TestPerson, browser?: Handle) {
  const given = { username, password, browser, address: undefined };
  const answer = await signIn(ports, provider.deployment.passwords, given);
  assert(answer.ok);
  return answer.value;
}

const open = async (browser: Handle) =>
  (await openSessions(store, browser, time.now)).map(({ account_id }) => account_id);

Deno.test("a person sees their sessions, this one first, and nobody else's (OWASP Session Management Cheat Sheet)", async () => {
  const phone = await enter(alice);
  time.now += 60;
  const laptop = await enter(alice);
  await enter(bob);
  assertEquals(await listSessions(ports, phone.session), [
    { id: phone.session.id, here: true, since: time.now - 60, lastSeen: time.now - 60 },
    { id: laptop.session.id, here: false, since: time.now, lastSeen: time.now },
  ]);
  await endOtherSessions(ports, phone.session);
});

Deno.test("a person ends one of their sessions, and cannot end another's (OWASP Session Management Cheat Sheet)", async () => {
  const here = await enter(alice), there = await enter(alice), theirs = await enter(bob);
  assertEquals((await endOneSession(ports, here.session, there.session.id)).ok, true);
  for (const id of [there.session.id, theirs.session.id, "no-such-session"]) {
    assertEquals(await endOneSession(ports, here.session, id), { ok: false, error: "no_such_session" });
  }
  assertEquals([await open(here.cookie.handle), await open(theirs.cookie.handle)], [[alice.sub], [bob.sub]]);
});

Deno.test("ending all other sessions leaves this one, and other people's (OWASP Session Management Cheat Sheet)", async () => {
  const here = await enter(alice), there = await enter(alice), theirs = await enter(bob);
  await endOtherSessions(ports, here.session);
  const left = await Promise.all([here, there, theirs].map(({ cookie }) => open(cookie.handle)));
  assertEquals(left, [[alice.sub], [], [bob.sub]]);
});

Deno.test("signing one account out leaves the others of this browser, and the last one ends the browser (OpenID Connect Core section 3.1.2.1)", async () => {
  const first = await enter(alice),
    second = await enter(bob, first.cookie.handle),
    { handle } = second.cookie;
  assertEquals(await signOut(ports, handle, first.session), true);
  assertEquals(await open(handle), [bob.sub]);
  assertEquals(await signOut(ports, handle, second.session), false);
  assertEquals(await open(handle), []);
  const again = await enter(alice, handle);
  assertEquals([await open(again.cookie.handle), again.session.browser_id === second.session.browser_id], [
    [alice.sub],
    false,
  ]);
});

Deno.test("signing everybody out ends all of this browser and nothing of another (OpenID Connect Core section 3.1.2.1)", async () => {
  const first = await enter(alice),
    second = await enter(bob, first.cookie.handle),
    elsewhere = await enter(alice);
  assertEquals(await signOut(ports, second.cookie.handle, undefined), false);
  assertEquals([await open(second.cookie.handle), await open(elsewhere.cookie.handle)], [[], [alice.sub]]);
});

Deno.test("a stale cookie signs nobody out (OWASP Session Management Cheat Sheet)", async () => {
  const first = await enter(alice), second = await enter(bob, first.cookie.handle);
  await signOut(ports, first.cookie.handle, undefined);
  assertEquals((await open(second.cookie.handle)).length, 2);
});

Deno.test("what a session carried stops with it: silent sign-ins and its tokens (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await addClient(provider, {}, { first_party: true }), browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  const { access_token = "" } = await tokensFor(provider, client, alice, { browser });
  const handle = parseSecret("browser", browser.cookies.get("lk_br_default")!)!;
  assertEquals(await userinfoStatus(send, access_token), 200);
  await signOut(ports, handle, undefined);
  assertEquals(await userinfoStatus(send, access_token), 401);
  const silent = await browser.open(authorizeUrl(issuer, client, { prompt: "none" }));
  assertEquals(answerIn(silent).error, "login_required");
});
