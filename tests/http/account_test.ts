import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { catalogues } from "../../src/http/texts/choose_locale.ts";
import {
  browserCookie,
  browserOf,
  doneOn,
  enter,
  offered,
  problemOn,
  sessionOn,
} from "../support/account.ts";
import { openBrowser, type Visit } from "../support/browser.ts";
import { askedOn, authorizeAs, authorizeUrl, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const texts = catalogues.en.account;
const alice = await addPerson(provider, "alice", { name: "Alice Example" });
const bob = await addPerson(provider, "bob", { name: "Bob Example" });

const pathOf = ({ url }: Visit) => new URL(url).pathname;
const textOf = ({ html }: Visit) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

Deno.test("/account sends whoever is not signed in to the sign-in page with 303, and that page leads back", async () => {
  const answer = await send("/account");
  assertEquals([answer.status, answer.headers.get("location")], [303, `${issuer}/login`]);
  assertEquals(answer.headers.get("cache-control"), "no-store");
  const browser = openBrowser(issuer, send), login = await browser.open("/account");
  assertEquals([login.status, pathOf(login), askedOn(login)], [200, "/login", "login"]);
  assertNotMatch(login.html, /value="deny"/);
  const page = await browser.submit(login, { username: alice.username, password: alice.password });
  assertEquals([page.status, pathOf(page)], [200, "/account"]);
  assertEquals([...browser.cookies.keys()], [browserCookie]);
});

Deno.test("the account page says who is signed in, and where", async () => {
  const { page } = await browserOf(provider, alice);
  for (const text of ["Alice Example", "alice", "alice@example.com", texts.here, texts.noApps]) {
    assertStringIncludes(textOf(page), text);
  }
  assertEquals(page.headers.get("cache-control"), "no-store");
});

Deno.test("a refused sign-in without an app keeps what was typed and says what to do (WCAG 2.2 section 3.3.1)", async () => {
  const browser = openBrowser(issuer, send), login = await browser.open("/login");
  const page = await browser.submit(login, { username: "alice", password: "wrong" });
  assertEquals([page.status, problemOn(page)], [400, catalogues.en.signIn.failed]);
  assertMatch(page.html, /name="username"[^>]*value="alice"/);
  const { username, password } = alice;
  assertEquals(pathOf(await browser.submit(page, { username, password })), "/account");
});

Deno.test("one session is ended from the list, which then says so and shows it no more", async () => {
  const there = await browserOf(provider, alice), here = await browserOf(provider, alice);
  const id = sessionOn(there.page);
  assert(offered(here.page, "end_session").includes(id));
  assert(!offered(here.page, "end_session").includes(sessionOn(here.page)));
  const page = await here.browser.submit(here.page, { end_session: id });
  assertEquals([page.status, doneOn(page)], [200, texts.done.sessionEnded]);
  assert(!offered(page, "end_session").includes(id));
  assertEquals(pathOf(await there.browser.open("/account")), "/login");
});

Deno.test("all other sessions are ended at once, and this browser stays signed in", async () => {
  const there = await browserOf(provider, alice), here = await browserOf(provider, alice);
  const page = await here.browser.submit(here.page, { end_others: "yes" });
  assertEquals([doneOn(page), offered(page, "end_session")], [texts.done.othersEnded, []]);
  assertEquals(pathOf(await there.browser.open("/account")), "/login");
});

Deno.test("a connected app is shown with its host and what it may do, and is disconnected by its button", async () => {
  const client = await addClient(provider, {
    client_name: "Photo Prints",
    redirect_uris: ["https://prints.example.com/callback"],
  });
  const { browser } = await browserOf(provider, bob);
  const { access_token = "" } = await tokensFor(provider, client, bob, {
    asked: { scope: "openid email" },
    browser,
  });
  const before = await browser.open("/account"), { scopes } = catalogues.en;
  for (const text of ["prints .example .com", "Photo Prints", scopes.openid, scopes.email]) {
    assertStringIncludes(textOf(before), text);
  }
  assert(!before.html.includes(scopes.phone));
  const [grant = ""] = offered(before, "disconnect");
  const after = await browser.submit(before, { disconnect: grant });
  assertEquals([doneOn(after), offered(after, "disconnect")], [texts.done.disconnected, []]);
  assertEquals(await userinfoStatus(send, access_token), 401);
});

Deno.test("more apps than a page holds are on the next", async () => {
  const person = await addPerson(provider, "many"), { browser } = await browserOf(provider, person);
  for (let i = 0; i < 11; i++) {
    const client = await addClient(provider, {}, { first_party: true });
    await authorizeAs(provider, client, person, { browser });
  }
  const first = await browser.open("/account");
  const [, href = ""] = /<a href="([^"]*apps=10)"/.exec(first.html) ?? [];
  const next = await browser.open(href.replaceAll("&amp;", "&"));
  const grants = [...offered(first, "disconnect"), ...offered(next, "disconnect")];
  assertEquals([grants.length, new Set(grants).size, next.html.includes("apps=")], [11, 11, false]);
  for (const apps of ["-1", "x", "1e3", "9".repeat(30)]) {
    assertEquals((await browser.open(`/account?apps=${apps}`)).status, 200);
  }
});

Deno.test("the password is changed with the old one: others are signed out, this browser stays with a new cookie", async () => {
  const person = await addPerson(provider, "carol"), newPassword = "a new and good password";
  const there = await browserOf(provider, person), here = await browserOf(provider, person);
  const old = here.browser.cookies.get(browserCookie);
  const page = await here.browser.submit(here.page, {
    old_password: person.password,
    new_password: newPassword,
  });
  assertEquals([page.status, doneOn(page)], [200, texts.done.passwordChanged]);
  assertEquals(sessionOn(page), sessionOn(here.page));
  assert(here.browser.cookies.get(browserCookie) !== old);
  assertEquals(pathOf(await there.browser.open("/account")), "/login");
  const login = await there.browser.open("/login");
  const refused = await there.browser.submit(login, { username: "carol", password: person.password });
  assertEquals(problemOn(refused), catalogues.en.signIn.failed);
  await enter(there.browser, { ...person, password: newPassword });
});

Deno.test("a password that cannot be changed is told in the form, and nothing changes (WCAG 2.2 section 3.3.1)", async () => {
  const person = await addPerson(provider, "dora"), { browser, page } = await browserOf(provider, person);
  const { setPassword } = catalogues.en;
  const attempts = [
    ["wrong", "a good password", texts.wrongPassword],
    [person.password, "short", setPassword.tooShort(8)],
    [person.password, "x".repeat(257), setPassword.tooLong],
  ] as const;
  for (const [old_password, new_password, problem] of attempts) {
    const answer = await browser.submit(page, { old_password, new_password });
    assertEquals([answer.status, problemOn(answer)], [400, problem]);
    assertMatch(answer.html, /<details open/);
  }
  await browserOf(provider, person);
});

Deno.test("guessing the old password is held up with 429 and Retry-After, in words, and signing in is not (RFC 6585 section 4)", async () => {
  const person = await addPerson(provider, "erin"), { browser, page } = await browserOf(provider, person);
  const guess = { old_password: "x".repeat(257), new_password: "a good password" };
  for (let i = 0; i < 10; i++) assertEquals((await browser.submit(page, guess)).status, 400);
  const held = await browser.submit(page, { ...guess, old_password: person.password });
  assertEquals([held.status, problemOn(held)], [429, catalogues.en.signIn.tooManyAttempts(1)]);
  assertMatch(held.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
  await browserOf(provider, person);
});

Deno.test("with several accounts the person chooses whose page they see; signing in adds an account", async () => {
  const { browser } = await browserOf(provider, alice);
  const added = await enter(browser, bob);
  assertStringIncludes(textOf(added), "Bob Example");
  const chooser = await browser.open("/account");
  assertEquals(askedOn(chooser), "account");
  for (const person of [alice, bob]) assertStringIncludes(textOf(chooser), person.username);
  const [one = "", two = "", other] = offered(chooser, "session");
  assertEquals(other, "other");
  const shown = [
    await browser.open(`/account?session=${one}`),
    await browser.open(`/account?session=${two}`),
  ];
  assertEquals(new Set(shown.map(sessionOn)), new Set([one, two]));
  const others = await browser.open("/account?session=other");
  assertEquals([pathOf(others), others.html.includes(`href="${issuer}/account"`)], ["/login", true]);
});

Deno.test("signing out of one account shows the other, and out of the last one says so and forgets the cookie", async () => {
  const { browser } = await browserOf(provider, alice);
  const bobs = await enter(browser, bob);
  const left = await browser.submit(bobs, { sign_out: "this" });
  assertStringIncludes(textOf(left), "Alice Example");
  const out = await browser.submit(left, { sign_out: "this" });
  assertStringIncludes(textOf(out), catalogues.en.notices.signedOut.title);
  assertEquals([out.status, [...browser.cookies.keys()]], [200, []]);
  assertEquals(pathOf(await browser.open("/account")), "/login");
});

Deno.test("signing out of all accounts of a browser ends each of them, and silent sign-ins to apps (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await addClient(provider, {}, { first_party: true });
  const { browser } = await browserOf(provider, alice), page = await enter(browser, bob);
  const cookie = browser.cookies.get(browserCookie)!;
  await browser.submit(page, { sign_out: "all" });
  browser.cookies.set(browserCookie, cookie);
  assertEquals(pathOf(await browser.open("/account")), "/login");
  const silent = await browser.open(authorizeUrl(issuer, client, { prompt: "none" }));
  assertStringIncludes(silent.url, "error=login_required");
});

Deno.test("a form of the account page that asks for nothing, or came after the session's end, changes nothing", async () => {
  const { browser, page } = await browserOf(provider, alice);
  const again = await browser.submit(page, {});
  assertEquals([again.status, sessionOn(again), doneOn(again)], [200, sessionOn(page), undefined]);
  const late = await browserOf(provider, alice);
  await browser.submit(page, { end_others: "yes" });
  assertEquals(pathOf(await late.browser.submit(late.page, { end_others: "yes" })), "/login");
  assertEquals(pathOf(await browser.open("/account")), "/account");
});

Deno.test("what is not there to be changed is refused in the log alone", async () => {
  const { browser, page } = await browserOf(provider, alice);
  for (const [field, why] of [["end_session", "no_such_session"], ["disconnect", "no_such_app"]] as const) {
    const answer = await browser.submit(page, { [field]: "0".repeat(22) });
    assertEquals([answer.status, doneOn(answer), lastRefusal(provider)], [200, undefined, `account.${why}`]);
  }
});

Deno.test("the account page is in the language of the browser, times included (RFC 9110 section 12.5.4)", async () => {
  const { browser } = await browserOf(provider, alice), client = await addClient(provider);
  await authorizeAs(provider, client, alice, { browser });
  time.now += 2 * 3600;
  const cookie = `${browserCookie}=${browser.cookies.get(browserCookie)}`;
  const expected = {
    en: ["Your account", "2 hours ago"],
    de: ["Ihr Konto", "vor 2 Stunden"],
    fr: ["Votre compte", "il y a 2 heures"],
    es: ["Tu cuenta", "hace 2 horas"],
    ja: ["アカウント", "2 時間前"],
  };
  for (const [locale, [title, ago]] of Object.entries(expected)) {
    const answer = await send("/account", { headers: { cookie, "accept-language": locale } });
    const html = await answer.text();
    assertStringIncludes(html, `<html lang="${locale}"`);
    assertStringIncludes(html, `<h1>${title}</h1>`);
    assertStringIncludes(html, `>${ago}</time>`);
    assertStringIncludes(html, catalogues[locale as keyof typeof catalogues].account.may);
  }
});
