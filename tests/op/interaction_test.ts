import { assertEquals, assertStringIncludes } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { eraseAccount, moveAccount } from "../../src/store/accounts.ts";
import { moveClient } from "../../src/store/clients.ts";
import { openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, storeOf } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider, store = storeOf(provider);
const trusted = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice");

/** A browser that stands on one of the pages, asked by a client of its own. */
const standing: Readonly<Record<"login" | "account" | "consent", (name: string) => Promise<Standing>>> = {
  login: async () => {
    const client = await addClient(provider), browser = openBrowser(issuer, send);
    return { client, browser, person: alice, page: await browser.open(authorizeUrl(issuer, client)) };
  },
  account: async () => {
    const client = await addClient(provider), browser = openBrowser(issuer, send);
    await authorizeAs(provider, trusted, alice, { browser });
    const page = await browser.open(authorizeUrl(issuer, client, { prompt: "select_account" }));
    return { client, browser, person: alice, page };
  },
  consent: async (name) => {
    const client = await addClient(provider), browser = openBrowser(issuer, send);
    const person = await addPerson(provider, name);
    const login = await browser.open(authorizeUrl(issuer, client));
    return { client, browser, person, page: await signIn(browser, login, person) };
  },
};

interface Standing {
  readonly client: Awaited<ReturnType<typeof addClient>>;
  readonly browser: TestBrowser;
  readonly person: typeof alice;
  readonly page: Visit;
}

const interactionCookies = ({ cookies }: TestBrowser) =>
  [...cookies.keys()].filter((name) => name.startsWith("lk_ia_"));

for (const page of ["login", "account", "consent"] as const) {
  Deno.test(`no on the ${page} page tells the client access_denied and ends the interaction (RFC 6749 section 4.1.2.1)`, async () => {
    const { browser, page: here } = await standing[page](`denying-${page}`);
    assertEquals([askedOn(here), interactionCookies(browser).length], [page, 1]);
    const visit = await browser.submit(here, { decision: "deny" });
    const { error, state, iss, code } = answerIn(visit);
    assertEquals([visit.status, error, state, iss, code], [
      303,
      "access_denied",
      "some-state",
      issuer,
      undefined,
    ]);
    assertEquals(interactionCookies(browser), []);
  });

  Deno.test(`the ${page} page is of no use once the interaction has expired (OpenID Connect Core section 3.1.2.3)`, async () => {
    const { browser, page: here, person } = await standing[page](`late-${page}`);
    time.now += lifetimes.interaction.default;
    const values = { username: person.username, password: person.password, decision: "allow" };
    const late = await browser.submit(here, page === "login" ? { ...values, decision: "" } : values);
    assertEquals([late.status, late.headers.get("location"), askedOn(late)], [400, null, "nothing"]);
    assertEquals(lastRefusal(provider), "interaction.expired");
    assertEquals((await browser.open(here.url)).status, 400);
  });

  Deno.test(`the ${page} page is of no use once the client is disabled (RFC 6749 section 4.1.2.1)`, async () => {
    const { browser, client, page: here, person } = await standing[page](`of-disabled-${page}`);
    await moveClient(store, client.client_id, "disable", time.now);
    const visit = await browser.submit(here, { ...person, decision: page === "consent" ? "allow" : "" });
    assertEquals([visit.status, visit.headers.get("location")], [400, null]);
    assertEquals(lastRefusal(provider), "interaction.client_inactive");
  });
}

for (const end of ["disable", "erase"] as const) {
  Deno.test(`whoever was ${end}d while the consent page stood open gets no code (OpenID Connect Core section 3.1.2.3)`, async () => {
    const { browser, page, person } = await standing.consent(`to-be-${end}d`);
    if (end === "disable") await moveAccount(store, person.sub, "disable", time.now);
    else await eraseAccount(store, person.sub, time.now);
    const visit = await browser.submit(page, { decision: "allow" });
    assertEquals([visit.status, askedOn(visit)], [200, "login"]);
    const again = await signIn(browser, visit, person);
    assertEquals([again.status, askedOn(again)], [400, "login"]);
    const codes = await provider.db.selectFrom("authorization_code").select("state")
      .where("account_id", "=", person.sub).execute();
    assertEquals(codes, []);
  });
}

Deno.test("a session that ends while the consent page stands open is asked for again, and then the consent (OpenID Connect Core section 3.1.2.3)", async () => {
  const { browser, page, person } = await standing.consent("out-of-session");
  await provider.db.updateTable("session").set({ idle_expires_at: time.now }).where(
    "account_id",
    "=",
    person.sub,
  )
    .execute();
  const login = await browser.submit(page, { decision: "allow" });
  assertEquals(askedOn(login), "login");
  const consent = await signIn(browser, login, person);
  assertEquals(askedOn(consent), "consent");
  assertEquals(typeof answerIn(await browser.submit(consent, { decision: "allow" })).code, "string");
});

Deno.test("an interaction that was answered is finished: going back to its pages gives nothing (RFC 6749 section 4.1.2)", async () => {
  const { browser, page } = await standing.consent("going-back"), cookies = [...browser.cookies];
  await browser.submit(page, { decision: "allow" });
  for (const [name, value] of cookies) if (name.startsWith("lk_ia_")) browser.cookies.set(name, value);
  for (const visit of [await browser.open(page.url), await browser.submit(page, { decision: "allow" })]) {
    assertEquals([visit.status, visit.headers.get("location")], [400, null]);
    assertEquals(lastRefusal(provider), "interaction.finished");
  }
});

Deno.test("an answer to a question that is not asked changes nothing (OpenID Connect Core section 3.1.2.4)", async () => {
  const { browser, page } = await standing.login("");
  const form = { ...page, html: page.html.replace(`action="${issuer}/login"`, `action="${issuer}/consent"`) };
  assertStringIncludes(form.html, `action="${issuer}/consent"`);
  const visit = await browser.submit(form, { decision: "allow", shown: "anything" });
  assertEquals([visit.status, askedOn(visit)], [200, "login"]);
});

Deno.test("a browser keeps eight interactions, and the oldest gives way (RFC 6265 section 6.1)", async () => {
  const browser = openBrowser(issuer, send), client = await addClient(provider);
  const first = await browser.open(authorizeUrl(issuer, client));
  for (let more = 0; more < 8; more++) await browser.open(authorizeUrl(issuer, client));
  assertEquals(interactionCookies(browser).length, 8);
  const gone = await browser.open(first.url);
  assertEquals([gone.status, lastRefusal(provider)], [403, "interaction.other_browser"]);
});
