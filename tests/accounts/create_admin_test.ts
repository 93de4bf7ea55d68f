import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  createAdmin,
  type NewAdmin,
  offerAdminLink,
  peekAdminLink,
} from "../../src/accounts/create_admin.ts";
import { setPassword } from "../../src/accounts/set_password.ts";
import { hasAdmin } from "../../src/store/admin_roles.ts";
import { findAccountByLogin } from "../../src/store/accounts.ts";
import { openSessions } from "../../src/store/sessions.ts";
import { openProvider, portsOf } from "../support/provider.ts";

/** A server without anybody, and a way to use its links. */
async function empty() {
  const provider = await openProvider(), ports = portsOf(provider), { passwords } = provider.deployment;
  const offer = async () => new URL((await offerAdminLink(ports)).url).searchParams.get("link")!;
  const create = (given: Partial<NewAdmin>) =>
    createAdmin(ports, passwords, {
      link: "",
      username: "root",
      email: "root@example.com",
      password: "a good password",
      browser: undefined,
      ...given,
    });
  return { provider, ports, passwords, offer, create };
}

const spent = { ok: false, error: "link_spent" } as const;

Deno.test("an admin link makes one administrator, who is signed in then (OWASP Session Management Cheat Sheet)", async () => {
  const { provider, ports, offer, create } = await empty(), link = await offer();
  assertMatch((await offerAdminLink(ports)).url, /^http:\/\/localhost:8080\/admin-link\?link=lk_ol_/);
  const newest = await offer();
  assertEquals([await peekAdminLink(ports, link), await peekAdminLink(ports, newest)], [false, true]);
  assertEquals([await create({ link }), await hasAdmin(ports.store)], [spent, false]);
  const made = await create({ link: newest });
  assert(made.ok);
  assertEquals(await hasAdmin(ports.store), true);
  const [session] = await openSessions(ports.store, made.value.cookie.handle, provider.time.now);
  assertEquals(session?.account_id, (await findAccountByLogin(ports.store, "root"))?.id);
  assertEquals(await create({ link: newest, username: "second", email: "second@example.com" }), spent);
});

Deno.test("of several who use one admin link at once one becomes administrator (RFC 6749 section 10.5)", async () => {
  const { ports, offer, create } = await empty(), link = await offer();
  const names = ["one", "two", "three"];
  const answers = await Promise.all(
    names.map((username) => create({ link, username, email: `${username}@example.com` })),
  );
  assertEquals(answers.filter(({ ok }) => ok).length, 1);
  const made = await Promise.all(names.map((username) => findAccountByLogin(ports.store, username)));
  assertEquals(made.filter(Boolean).length, 1);
});

Deno.test("an admin link ends after a quarter of an hour, and is no link to set a password with (OWASP Forgot Password Cheat Sheet)", async () => {
  const { provider, ports, passwords, offer, create } = await empty(), link = await offer();
  assertEquals(await setPassword(ports, passwords, { link, password: "a good password" }), spent);
  provider.time.now += 15 * 60 - 1;
  assertEquals(await peekAdminLink(ports, link), true);
  provider.time.now += 1;
  assertEquals([await peekAdminLink(ports, link), await create({ link })], [false, spent]);
});

Deno.test("what cannot be an administrator's name, address or password leaves the link as it was (NIST SP 800-63B section 5.1.1.2)", async () => {
  const { ports, passwords, offer, create } = await empty();
  assertEquals((await create({ link: await offer() })).ok, true);
  const link = await offer();
  const wrongs: Readonly<Record<string, Partial<NewAdmin>>> = {
    bad_username: { username: "" },
    bad_email: { email: "nowhere", username: "other" },
    too_short: { password: "short" },
    too_long: { password: "x".repeat(257) },
    username_taken: { email: "other@example.com" },
    email_taken: { username: "other" },
  };
  for (const [error, given] of Object.entries(wrongs)) {
    assertEquals<unknown>(await create({ link, ...given }), { ok: false, error });
  }
  const full = { ...passwords, hash: () => Promise.resolve("busy" as const) };
  const admin = { link, username: "other", email: "other@example.com", password: "a good password" };
  const busy = await createAdmin(ports, full, { ...admin, browser: undefined });
  assertEquals(busy, { ok: false, error: "busy" });
  assertEquals((await create(admin)).ok, true);
});
