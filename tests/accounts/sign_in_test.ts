import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { signIn, type SignInAttempt } from "../../src/accounts/sign_in.ts";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { createAccount, moveAccount } from "../../src/store/accounts.ts";
import { savePasswordHash } from "../../src/store/passwords.ts";
import { openSessions } from "../../src/store/sessions.ts";
import { addPerson, openProvider, portsOf } from "../support/provider.ts";

const provider = await openProvider();
const ports = portsOf(provider), { store } = ports, { time, deployment: { passwords } } = provider;
const alice = await addPerson(provider, "Alice"), bob = await addPerson(provider, "bob");

const attempt = (given: Partial<SignInAttempt>) =>
  signIn(ports, passwords, {
    username: "Alice",
    password: alice.password,
    browser: undefined,
    address: undefined,
    ...given,
  });

async function signedIn(given: Partial<SignInAttempt> = {}) {
  const answer = await attempt(given);
  assert(answer.ok, JSON.stringify(answer));
  return answer.value;
}

Deno.test("a person signs in by username or by e-mail address, in upper or lower case (OpenID Connect Core section 3.1.2.3)", async () => {
  for (const username of ["Alice", "alice", "ALICE", "Alice@example.com", "alice@EXAMPLE.com"]) {
    const { session } = await signedIn({ username });
    assertEquals(session.account_id, alice.sub, username);
  }
});

Deno.test("a sign-in says when and how, and lasts as long as the policy lets it (OpenID Connect Core section 2)", async () => {
  const { session, expiresAt } = await signedIn();
  const { auth_time, acr, amr, expires_at, idle_expires_at } = session;
  assertEquals([auth_time, acr, amr], [time.now, "1", ["pwd"]]);
  assertEquals([expires_at, expiresAt, idle_expires_at], [
    time.now + lifetimes.session.default,
    time.now + lifetimes.session.default,
    time.now + lifetimes.session_idle.default,
  ]);
});

Deno.test("in one browser a second account is added, and the same account's session is renewed (OpenID Connect Core section 3.1.2.1)", async () => {
  const first = await signedIn();
  const second = await signedIn({ ...bob, browser: first.cookie.handle });
  time.now += 60;
  const third = await signedIn({ browser: second.cookie.handle });
  assertEquals([third.session.id, third.session.auth_time], [first.session.id, time.now]);
  const open = await openSessions(store, third.cookie.handle, time.now);
  assertEquals(open.map(({ account_id }) => account_id), [alice.sub, bob.sub]);
  for (const { cookie } of [first, second]) {
    assertEquals(await openSessions(store, cookie.handle, time.now), []);
  }
});

Deno.test("a session that has idled or ended is not renewed: a new one begins (OpenID Connect Core section 3.1.2.3)", async () => {
  const first = await signedIn();
  time.now += lifetimes.session_idle.default;
  assertEquals(await openSessions(store, first.cookie.handle, time.now), []);
  const second = await signedIn({ browser: first.cookie.handle });
  assertNotEquals(second.session.id, first.session.id);
  assertEquals((await openSessions(store, second.cookie.handle, time.now)).length, 1);
});

Deno.test("a session ends with its whole life however much it is used (OpenID Connect Core section 3.1.2.3)", async () => {
  const { cookie, expiresAt } = await signedIn();
  const rows = provider.db.updateTable("session").set({ idle_expires_at: expiresAt + 10 });
  await rows.where("tenant", "=", "default").execute();
  assertEquals((await openSessions(store, cookie.handle, expiresAt - 1)).length > 0, true);
  assertEquals(await openSessions(store, cookie.handle, expiresAt), []);
});

const wrongs: Readonly<Record<string, Partial<SignInAttempt>>> = {
  "a wrong password": { password: "wrong" },
  "an empty password": { password: "" },
  "another person's password": { password: bob.password },
  "an unknown name": { username: "nobody" },
  "an empty name": { username: "" },
  "an address of nobody": { username: "nobody@example.com" },
  "a password that is too long": { password: "x".repeat(257) },
  "a pattern for a name": { username: "%" },
};

for (const [what, given] of Object.entries(wrongs)) {
  Deno.test(`${what} signs nobody in, and the answer is the same for all (RFC 9700 section 4.16)`, async () => {
    assertEquals(await attempt(given), { ok: false, error: { why: "wrong" } });
  });
}

Deno.test("only an active account signs in: not a pending, a disabled or a password-less one (OpenID Connect Core section 3.1.2.3)", async () => {
  const record = { email: null, email_verified: false, claims: {} }, at = time.now;
  const hash = await passwords.hash("some password");
  for (const username of ["pending", "disabled", "password-less"]) {
    await createAccount(store, `id-${username}`, { ...record, username }, at);
    if (username !== "password-less") await savePasswordHash(store, `id-${username}`, hash, at);
    if (username !== "pending") await moveAccount(store, `id-${username}`, "activate", at);
    if (username === "disabled") await moveAccount(store, `id-${username}`, "disable", at);
    const answer = await attempt({ username, password: "some password" });
    assertEquals(answer, { ok: false, error: { why: "wrong" } }, username);
  }
});

Deno.test("a username goes before another person's e-mail address that is the same text (OpenID Connect Core section 5.7)", async () => {
  const record = { email_verified: true, claims: {} }, at = time.now, shared = "both@example.com";
  await createAccount(store, "by-email", { ...record, username: null, email: shared }, at);
  await createAccount(store, "by-name", { ...record, username: shared, email: null }, at);
  for (const id of ["by-email", "by-name"]) {
    await savePasswordHash(store, id, await passwords.hash(`password of ${id}`), at);
    await moveAccount(store, id, "activate", at);
  }
  const { session } = await signedIn({ username: shared, password: "password of by-name" });
  assertEquals(session.account_id, "by-name");
});

Deno.test("a password that is changed while it is checked signs nobody in (RFC 9700 section 4.16)", async () => {
  const slow = {
    ...passwords,
    verify: async (password: string, stored: string | undefined) => {
      const verified = await passwords.verify(password, stored);
      await savePasswordHash(store, bob.sub, await passwords.hash("another one"), time.now);
      return verified;
    },
  };
  const given = { ...bob, browser: undefined, address: undefined };
  assertEquals(await signIn(ports, slow, given), { ok: false, error: { why: "wrong" } });
});
