// Another site makes a signed-in person's browser post the forms of the account page, or sign in as somebody else.
import { assert, assertEquals } from "@std/assert";
import { mac } from "../../src/crypto/derived_key.ts";
import { parseSecret } from "../../src/crypto/secret.ts";
import { browserCookie, browserOf, doneOn, offered, sessionOn, signedInIn } from "../support/account.ts";
import { formOf, openBrowser } from "../support/browser.ts";
import { tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, db } = provider;
const alice = await addPerson(provider, "alice"), mallory = await addPerson(provider, "mallory");
const client = await addClient(provider);

/** All that a form of the account page could change. */
const state = async () =>
  JSON.stringify([
    await db.selectFrom("session").select(["id", "state"]).orderBy("id").execute(),
    await db.selectFrom("browser").select(["id", "state", "digest"]).orderBy("id").execute(),
    await db.selectFrom("grant").select(["id", "state"]).orderBy("id").execute(),
    await db.selectFrom("consent").select(["id", "state"]).orderBy("id").execute(),
    await db.selectFrom("password").select(["account_id", "hash"]).orderBy("account_id").execute(),
  ]);

/** A person with something to lose, and every form that could lose it. */
async function victim() {
  await browserOf(provider, alice);
  const { browser } = await browserOf(provider, alice);
  const { access_token = "" } = await tokensFor(provider, client, alice, { browser });
  const page = await browser.open("/account");
  const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "end a session": { end_session: offered(page, "end_session")[0]! },
    "end all other sessions": { end_others: "yes" },
    "disconnect an app": { disconnect: offered(page, "disconnect")[0]! },
    "sign out": { sign_out: "this" },
    "sign out all": { sign_out: "all" },
    "change the password": { old_password: alice.password, new_password: "chosen by an attacker" },
  };
  return { browser, page, forms, access_token };
}

const holder = (digest: string, session: string) => `account/${digest}/${session}`;

Deno.test("no form of the account page is taken from another site, though it knows the token (RFC 9700 section 4.7)", async () => {
  const { browser, page, forms } = await victim(), before = await state();
  const foreign = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
  ] as const;
  for (const [form, values] of Object.entries(forms)) {
    for (const headers of foreign) {
      const answer = await browser.submit(page, values, headers as HeadersInit);
      assertEquals([form, answer.status, lastRefusal(provider)], [form, 403, "form.foreign"]);
    }
  }
  assertEquals(await state(), before);
});

Deno.test("no form of the account page is taken without its token, or with one of another browser, session, page or tenant (RFC 9700 section 4.7)", async () => {
  const mine = await victim(), theirs = await browserOf(provider, mallory);
  const second = await browserOf(provider, alice);
  const { digest } = parseSecret("browser", mine.browser.cookies.get(browserCookie)!)!;
  const key = provider.deployment.derive[0]("csrf"), session = sessionOn(mine.page);
  const login = await mine.browser.open("/login");
  const wrong = {
    none: "",
    "made up": "A".repeat(43),
    "another person's": formOf(theirs.page.html).fields.csrf!,
    "of the same person's other browser": formOf(second.page.html).fields.csrf!,
    "of the sign-in page": formOf(login.html).fields.csrf!,
    "of the other tenant": mac(key, "other", holder(digest, session)),
    "of another session here": mac(key, "default", holder(digest, "another")),
    "of the notice": mac(key, "default", `${holder(digest, session)}/passwordChanged`),
  };
  const before = await state();
  for (const [whose, csrf] of Object.entries(wrong)) {
    for (const values of Object.values(mine.forms)) {
      const answer = await mine.browser.submit(mine.page, { ...values, csrf });
      assertEquals([whose, answer.status, lastRefusal(provider)], [whose, 403, "form.csrf"]);
    }
  }
  assertEquals(await state(), before);
  // And with its own, made as it is made: so that the ones above were wrong in one part only.
  const csrf = mac(key, "default", holder(digest, session));
  assert(doneOn(await mine.browser.submit(mine.page, { end_others: "yes", csrf })));
});

Deno.test("a GET changes nothing on the account page, whatever it asks for (RFC 9110 section 9.2.1)", async () => {
  const { browser, page, forms, access_token } = await victim();
  const { csrf = "", session = "" } = formOf(page.html).fields, before = await state();
  for (const values of Object.values(forms)) {
    const answer = await browser.open(`/account?${new URLSearchParams({ ...values, csrf, session })}`);
    assertEquals([answer.status, doneOn(answer)], [200, undefined]);
  }
  for (const path of ["/login", "/admin-link", "/account?session=other"]) await browser.open(path);
  assertEquals([await state(), await userinfoStatus(send, access_token)], [before, 200]);
});

Deno.test("a link cannot make the account page say that something was done", async () => {
  const { browser, page } = await victim(), session = sessionOn(page);
  const { csrf = "" } = formOf(page.html).fields;
  for (const done of ["passwordChanged", "passwordChanged.", `passwordChanged.${csrf}`, "toString.x", "x"]) {
    assertEquals(doneOn(await browser.open(`/account?${new URLSearchParams({ session, done })}`)), undefined);
  }
});

Deno.test("another site cannot sign a browser in without an app: the form needs what only this browser holds (RFC 9700 section 4.7)", async () => {
  const attackers = openBrowser(issuer, send), theirs = await attackers.open("/login");
  const { username, password } = mallory;
  const victims = openBrowser(issuer, send), { csrf = "" } = formOf(theirs.html).fields;
  const body = new URLSearchParams({ username, password, csrf }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  // A browser that has never seen the page, and one that has its own.
  const bare = await send("/login", { method: "POST", body, headers });
  assertEquals([bare.status, bare.headers.getSetCookie(), lastRefusal(provider)], [403, [], "form.csrf"]);
  const mine = await victims.open("/login");
  for (const wrong of [csrf, "", "A".repeat(43)]) {
    assertEquals((await victims.submit(mine, { username, password, csrf: wrong })).status, 403);
  }
  const foreign = await victims.submit(mine, { username, password }, { origin: "https://evil.example" });
  assertEquals(foreign.status, 403);
  assertEquals(await signedInIn(provider, victims), []);
});
