import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { changePassword } from "../../src/accounts/change_password.ts";
import { signIn } from "../../src/accounts/sign_in.ts";
import { mintSecret } from "../../src/crypto/secret.ts";
import { offerLink, peekLink } from "../../src/store/one_time_links.ts";
import { endSession, openSessions } from "../../src/store/sessions.ts";
import { addPerson, openProvider, portsOf } from "../support/provider.ts";

const provider = await openProvider();
const ports = portsOf(provider), { store } = ports, { time, deployment: { passwords } } = provider;
const newPassword = "a new and good password";

/** Somebody who is signed in, and how they change their password there. */
async function person(username: string) {
  const known = await addPerson(provider, username);
  const enter = async (password: string) =>
    await signIn(ports, passwords, { username, password, browser: undefined, address: undefined });
  const signedIn = await enter(known.password);
  assert(signedIn.ok);
  const { session, cookie } = signedIn.value;
  const change = (given: Partial<Parameters<typeof changePassword>[2]> = {}) =>
    changePassword(ports, passwords, {
      session,
      browser: cookie.handle,
      address: undefined,
      oldPassword: known.password,
      newPassword,
      ...given,
    });
  return { ...known, session, cookie, change, enter };
}

Deno.test("a person changes their password with the old one, and stays signed in here with a new secret (OWASP Session Management Cheat Sheet)", async () => {
  const { session, cookie, change, enter, password } = await person("alice");
  const changed = await change();
  assert(changed.ok);
  assertEquals([(await enter(password)).ok, (await enter(newPassword)).ok], [false, true]);
  const [here] = await openSessions(store, changed.value.cookie.handle, time.now);
  assertEquals([here?.id, await openSessions(store, cookie.handle, time.now)], [session.id, []]);
  assertNotEquals(changed.value.cookie.reveal(), cookie.reveal());
});

Deno.test("changing a password ends the person's other sessions, and links that could set yet another (OWASP Session Management Cheat Sheet)", async () => {
  const { sub, change, enter, password } = await person("bob");
  const elsewhere = await enter(password);
  assert(elsewhere.ok);
  const secret = mintSecret("one_time_link", time.now + 600, ports.random), at = time.now;
  const link = { purpose: "set_password", account_id: sub, expires_at: at + 600, at } as const;
  await offerLink(store, { handle: secret.handle, ...link });
  assertEquals((await change()).ok, true);
  assertEquals(await openSessions(store, elsewhere.value.cookie.handle, at), []);
  assertEquals(await peekLink(store, secret.handle, "set_password", at), undefined);
});

Deno.test("a wrong old password, and a new one that cannot be one, change nothing (NIST SP 800-63B section 5.1.1.2)", async () => {
  const { change, enter, password } = await person("carol");
  const refused = [
    await change({ oldPassword: "wrong" }),
    await change({ oldPassword: "x".repeat(257) }),
    await change({ newPassword: "short" }),
    await change({ newPassword: "x".repeat(257) }),
  ].map((answer) => answer.ok ? "changed" : answer.error.why);
  assertEquals(refused, ["wrong", "wrong", "too_short", "too_long"]);
  assertEquals((await enter(password)).ok, true);
});

Deno.test("a session that ended, or a cookie that was renewed, a moment ago changes nothing (OWASP Session Management Cheat Sheet)", async () => {
  const { session, cookie, change, enter, password } = await person("dave");
  const renewed = await signIn(ports, passwords, {
    username: "dave",
    password,
    browser: cookie.handle,
    address: undefined,
  });
  assert(renewed.ok);
  assertEquals(await change(), { ok: false, error: { why: "signed_out" } });
  await endSession(store, session, "signed_out", time.now);
  assertEquals(await change({ browser: renewed.value.cookie.handle }), {
    ok: false,
    error: { why: "signed_out" },
  });
  assertEquals([(await enter(password)).ok, (await enter(newPassword)).ok], [true, false]);
});

Deno.test("old passwords are not guessed without end at an open session (RFC 6585 section 4)", async () => {
  const { change, password } = await person("erin"), answers = [];
  for (let attempt = 0; attempt < 11; attempt++) {
    const answer = await change({ oldPassword: "x".repeat(257) });
    answers.push(answer.ok ? "changed" : answer.error.why);
  }
  assertEquals(answers, [...Array(10).fill("wrong"), "throttled"]);
  assertEquals((await change({ oldPassword: password })).ok, false);
  time.now += 15;
  assertEquals((await change({ oldPassword: password })).ok, true);
});

Deno.test("two changes of one password at once leave one new password (OWASP Session Management Cheat Sheet)", async () => {
  const { change, enter } = await person("frank"), chosen = ["the first new one", "the second new one"];
  const answers = await Promise.all(chosen.map((newPassword) => change({ newPassword })));
  const entered = await Promise.all(chosen.map(enter));
  assertEquals(answers.filter(({ ok }) => ok).length, 1);
  assertEquals(entered.map(({ ok }) => ok), answers.map(({ ok }) => ok));
});
