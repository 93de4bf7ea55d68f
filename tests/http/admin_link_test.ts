import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { offerAdminLink } from "../../src/accounts/create_admin.ts";
import { catalogues } from "../../src/http/texts/choose_locale.ts";
import { hasAdmin } from "../../src/store/admin_roles.ts";
import { findAccountByLogin } from "../../src/store/accounts.ts";
import { browserOf, problemOn, signedInIn } from "../support/account.ts";
import { openBrowser } from "../support/browser.ts";
import { addPerson, lastRefusal, openProvider, portsOf } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider, ports = portsOf(provider);
const root = { username: "root", email: "root@example.com", password: "a good password" };

Deno.test("an admin link shows a form, however often, and the form makes an administrator who lands on the account page", async () => {
  const browser = openBrowser(issuer, send), { url } = await offerAdminLink(ports);
  for (let look = 0; look < 3; look++) assertEquals((await browser.open(url)).status, 200);
  const page = await browser.submit(await browser.open(url), root);
  assertEquals([page.status, new URL(page.url).pathname], [200, "/account"]);
  assertStringIncludes(page.html, "root@example.com");
  assertEquals(await hasAdmin(ports.store), true);
  for (const spent of [await browser.open(url), await openBrowser(issuer, send).open(url)]) {
    assertEquals(spent.status, 400);
    assertStringIncludes(spent.html, catalogues.en.refusals.linkSpent.title);
  }
});

Deno.test("a form that was open when the link was used, or ran out, makes nobody", async () => {
  const late = openBrowser(issuer, send), { url } = await offerAdminLink(ports);
  const page = await late.open(url);
  time.now += 15 * 60;
  const answer = await late.submit(page, { ...root, username: "late", email: "late@example.com" });
  assertEquals([answer.status, lastRefusal(provider)], [400, "admin_link.link_spent"]);
  assertEquals(await findAccountByLogin(ports.store, "late"), undefined);
});

Deno.test("what cannot be taken is told in the form, with what was typed, and the link works on (WCAG 2.2 section 3.3.1)", async () => {
  await addPerson(provider, "alice");
  const browser = openBrowser(issuer, send), { url } = await offerAdminLink(ports);
  let page = await browser.open(url);
  const { createAdmin, setPassword } = catalogues.en;
  const fresh = { username: "second", email: "second@example.com", password: "a good password" };
  const attempts = [
    [{ username: "with space" }, createAdmin.badUsername],
    [{ username: "a@b" }, createAdmin.badUsername],
    [{ email: "nowhere" }, createAdmin.badEmail],
    [{ username: "ALICE" }, createAdmin.usernameTaken],
    [{ email: "alice@EXAMPLE.com" }, createAdmin.emailTaken],
    [{ password: "short" }, setPassword.tooShort(8)],
    [{ password: "x".repeat(257) }, setPassword.tooLong],
  ] as const;
  for (const [wrong, problem] of attempts) {
    page = await browser.submit(page, { ...fresh, ...wrong });
    assertEquals([page.status, problemOn(page)], [400, problem]);
    assert(!page.html.includes(fresh.password), "the password is not sent back");
  }
  page = await browser.submit(page, { ...fresh, username: "  second  " });
  assertEquals(new URL(page.url).pathname, "/account");
});

Deno.test("an administrator who is made beside somebody who is signed in leaves that one signed in", async () => {
  const bob = await addPerson(provider, "bob"), { browser } = await browserOf(provider, bob);
  const page = await browser.open((await offerAdminLink(ports)).url);
  await browser.submit(page, { username: "third", email: "third@example.com", password: "a good password" });
  assertEquals((await signedInIn(provider, browser)).length, 2);
});

Deno.test("nothing but an admin link opens the page of admin links", async () => {
  for (const link of ["", "?link=", "?link=lk_ol_x", `?link=${"x".repeat(2000)}`]) {
    const answer = await send(`/admin-link${link}`);
    assertEquals(answer.status, 400);
    await answer.body?.cancel();
  }
});

Deno.test("the form of an admin link is taken from its own page alone (RFC 9700 section 4.7)", async () => {
  const browser = openBrowser(issuer, send), page = await browser.open((await offerAdminLink(ports)).url);
  const fresh = { username: "fourth", email: "fourth@example.com", password: "a good password" };
  const refused = [
    await browser.submit(page, fresh, { origin: "https://evil.example" }),
    await browser.submit(page, { ...fresh, csrf: "A".repeat(43) }),
  ];
  assertEquals(refused.map(({ status }) => status), [403, 403]);
  assertEquals(await findAccountByLogin(ports.store, "fourth"), undefined);
});
