import { assert, assertEquals, assertMatch } from "@std/assert";
import { passwordFault, peekSetPassword, setPassword } from "../../src/accounts/set_password.ts";
import { mintSecret } from "../../src/crypto/secret.ts";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { createAccount, eraseAccount, findAccount, moveAccount } from "../../src/store/accounts.ts";
import { offerLink, withdrawLinks } from "../../src/store/one_time_links.ts";
import { openSessions } from "../../src/store/sessions.ts";
import { signIn } from "../../src/accounts/sign_in.ts";
import { openBrowser } from "../support/browser.ts";
import { identitiesOfAccount, linkIdentity } from "../../src/store/upstream_identities.ts";
import { moveUpstream } from "../../src/store/upstreams.ts";
import { addUpstream } from "../support/upstreams.ts";
import { addPerson, holdHashing, openProvider, portsOf } from "../support/provider.ts";

const provider = await openProvider();
const ports = portsOf(provider), { store, random } = ports, { time, issuer, send } = provider;
const { passwords } = provider.deployment, password = "a new and good password";

/** Offers a link as an administrator does. */
async function linkFor(account_id: string): Promise<string> {
  const at = time.now, expires_at = at + lifetimes.set_password_link.default;
  const secret = mintSecret("one_time_link", expires_at, random);
  await offerLink(store, { handle: secret.handle, purpose: "set_password", account_id, expires_at, at });
  return secret.reveal();
}

let people = 0;

/** An account that has no password yet. */
async function pending(): Promise<string> {
  const id = `pending-${++people}`,
    record = { email: `${id}@example.com`, email_verified: false, claims: {} };
  await createAccount(store, id, { ...record, username: id }, time.now);
  return id;
}

const set = (link: string, chosen = password) => setPassword(ports, passwords, { link, password: chosen });
const spent = { ok: false, error: "link_spent" } as const;
const signsIn = async (username: string, chosen = password) =>
  (await signIn(ports, passwords, { username, password: chosen, browser: undefined, address: undefined })).ok;

Deno.test("a link sets a password once, and the account can sign in with it (NIST SP 800-63B section 5.1.1)", async () => {
  const id = await pending(), link = await linkFor(id);
  assertEquals([await peekSetPassword(ports, link), await peekSetPassword(ports, link)], [id, id]);
  assertEquals([(await set(link)).ok, await set(link, "yet another password")], [true, spent]);
  assertEquals([(await findAccount(store, id))?.state, await signsIn(id)], ["active", true]);
  assertEquals(await peekSetPassword(ports, link), undefined);
});

Deno.test("a password that cannot be one leaves the link as it was (NIST SP 800-63B section 5.1.1.2)", async () => {
  const id = await pending(), link = await linkFor(id);
  for (const [chosen, error] of [["1234567", "too_short"], ["x".repeat(257), "too_long"]] as const) {
    assertEquals(await set(link, chosen), { ok: false, error });
  }
  const full = { ...passwords, hash: () => Promise.resolve("busy" as const) };
  assertEquals(await setPassword(ports, full, { link, password }), { ok: false, error: "busy" });
  assertEquals((await set(link)).ok, true);
});

Deno.test("a password has eight characters of any kind, and as many as 256 bytes (NIST SP 800-63B section 5.1.1.2)", () => {
  for (const good of ["12345678", "pass word", "パスワードですよ!", "x".repeat(256), "🔑".repeat(8)]) {
    assertEquals(passwordFault(good), undefined, good);
  }
  assertEquals([passwordFault("🔑".repeat(7)), passwordFault("ü".repeat(129))], ["too_short", "too_long"]);
});

Deno.test("a new link stops the one before, and an expired or withdrawn one sets nothing (OWASP Forgot Password Cheat Sheet)", async () => {
  const id = await pending(), first = await linkFor(id), second = await linkFor(id);
  assertEquals([await set(first), await peekSetPassword(ports, second)], [spent, id]);
  time.now += lifetimes.set_password_link.default;
  assertEquals([await set(second), await peekSetPassword(ports, second)], [spent, undefined]);
  const third = await linkFor(id);
  await withdrawLinks(store, id, "set_password", time.now);
  assertEquals(await set(third), spent);
  for (const text of ["", "nonsense", `lk_ol_4fff${"0".repeat(49)}`]) assertEquals(await set(text), spent);
});

Deno.test("setting a password ends the account's sessions everywhere (OWASP Forgot Password Cheat Sheet)", async () => {
  const { sub, username, password: old } = await addPerson(provider, "alice");
  const before = await signIn(ports, passwords, {
    username,
    password: old,
    browser: undefined,
    address: undefined,
  });
  assert(before.ok);
  assertEquals((await set(await linkFor(sub))).ok, true);
  assertEquals(await openSessions(store, before.value.cookie.handle, time.now), []);
  assertEquals([await signsIn(username, old), await signsIn(username)], [false, true]);
});

Deno.test("a link does not enable a disabled account, and an erased one has no use for it (OpenID Connect Core section 3.1.2.3)", async () => {
  const disabled = await pending(), link = await linkFor(disabled);
  await moveAccount(store, disabled, "disable", time.now);
  assertEquals([(await set(link)).ok, await signsIn(disabled)], [true, false]);
  assertEquals((await findAccount(store, disabled))?.state, "disabled");
  const erased = await pending(), late = await linkFor(erased);
  await eraseAccount(store, erased, time.now);
  assertEquals([await peekSetPassword(ports, late), await set(late)], [undefined, spent]);
  const kept = await provider.db.selectFrom("password").select("hash").where("account_id", "=", erased)
    .execute();
  assertEquals(kept, []);
});

Deno.test("the page of a link looks without using it up, and takes the password from its own form alone (RFC 9700 section 4.7)", async () => {
  const id = await pending(), link = await linkFor(id), browser = openBrowser(issuer, send);
  const page = await browser.open(`/set-password?link=${link}`);
  assertMatch(page.html, new RegExp(`${id}`));
  const foreign = await browser.submit(page, { password }, { origin: "https://evil.example" });
  const without = await browser.submit(page, { password, csrf: "" });
  assertEquals([page.status, foreign.status, without.status], [200, 403, 403]);
  const short = await browser.submit(page, { password: "short" });
  assertEquals([short.status, short.html.includes('role="alert"')], [400, true]);
  assertEquals((await browser.submit(short, { password })).status, 200);
  assertEquals([await signsIn(id), (await browser.open(`/set-password?link=${link}`)).status], [true, 400]);
});

Deno.test("whoever sets a password by a link is told what else signs in to the account, and it stays (account pre-hijacking)", async () => {
  const { sub: id } = await addPerson(provider, "linked"), browser = openBrowser(issuer, send);
  for (const slug of ["theirs", "closed"]) {
    const upstream_id = await addUpstream(provider, { slug, issuer: "https://upstream.example" });
    const identity = { id: slug, upstream_id, iss: "https://upstream.example", sub: slug, account_id: id };
    await linkIdentity(store, { ...identity, evidence: "signed_in" }, time.now);
    if (slug === "closed") await moveUpstream(store, upstream_id, "disable", time.now);
  }
  const page = await browser.open(`/set-password?link=${await linkFor(id)}`);
  const told = await browser.submit(page, { password });
  assertMatch(told.html, /These sign you in as well[^<]*<.*The theirs/);
  assertEquals([told.html.includes("The closed"), told.html.includes(`href="${issuer}/account"`)], [
    false,
    true,
  ]);
  assertEquals((await identitiesOfAccount(store, id)).length, 2);
  const bare = await browser.open(`/set-password?link=${await linkFor(await pending())}`);
  assertEquals((await browser.submit(bare, { password })).html.includes("These sign you in"), false);
});

Deno.test("when no password can be hashed just now the page says when to come back (RFC 9110 section 10.2.3)", async () => {
  const id = await pending(), link = await linkFor(id), browser = openBrowser(issuer, send);
  const page = await browser.open(`/set-password?link=${link}`);
  const letGo = holdHashing();
  const flood = Array.from({ length: 66 }, () => passwords.verify("wrong", undefined));
  const busy = await browser.submit(page, { password });
  await letGo(flood);
  assertEquals([busy.status, busy.headers.get("retry-after")], [503, "2"]);
});
