import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { openBrowser, type TestBrowser, type Visit } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, redeem, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { decodeJwt } from "jose";

const provider = await openProvider();
const { issuer, send } = provider;
const client = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice", { name: "Alice Example" });
const bob = await addPerson(provider, "bob", { name: "Bob Example" });

const chooser = { prompt: "select_account" };

/** The sessions that a chooser offers, by what it calls them. */
function offered({ html }: Visit): Readonly<Record<string, string>> {
  const buttons = html.matchAll(/name="session" value="([^"]+)"[^>]*><strong><bdi>([^<]*)/g);
  return Object.fromEntries([...buttons].map(([, session, label]) => [label, session!]));
}

async function withBoth(): Promise<TestBrowser> {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  const choice = await browser.open(authorizeUrl(issuer, client, chooser));
  const login = await browser.submit(choice, { session: "other" });
  assertEquals(askedOn(login), "login");
  await signIn(browser, login, bob);
  return browser;
}

const whoseCode = async (visit: Visit) =>
  decodeJwt((await redeem(send, client, answerIn(visit).code ?? "")).id_token!).sub;

Deno.test("signing in beside another account gives the client the new one and keeps the old (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  const choice = await browser.open(authorizeUrl(issuer, client, chooser));
  assertEquals(Object.keys(offered(choice)), ["alice"]);
  const login = await browser.submit(choice, { session: "other" });
  assertEquals(await whoseCode(await signIn(browser, login, bob)), bob.sub);
  const both = await browser.open(authorizeUrl(issuer, client, chooser));
  assertEquals(new Set(Object.keys(offered(both))), new Set(["alice", "bob"]));
});

Deno.test("with several accounts and no hint the person chooses, and the choice is what the client gets (OpenID Connect Core section 3.1.2.3)", async () => {
  const browser = await withBoth();
  const choice = await browser.open(authorizeUrl(issuer, client));
  assertEquals([askedOn(choice), choice.html.includes("Alice Example")], ["account", true]);
  assertEquals(await whoseCode(await browser.submit(choice, { session: offered(choice).alice! })), alice.sub);
});

Deno.test("with several accounts prompt=none answers account_selection_required (OpenID Connect Core section 3.1.2.6)", async () => {
  const browser = await withBoth();
  const { error, iss } = answerIn(await browser.open(authorizeUrl(issuer, client, { prompt: "none" })));
  assertEquals([error, iss], ["account_selection_required", issuer]);
});

Deno.test("the chosen account is asked for its password where the client wants a fresh sign-in (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await withBoth();
  provider.time.now += 30;
  const choice = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
  const login = await browser.submit(choice, { session: offered(choice).bob! });
  assertEquals(askedOn(login), "login");
  assertEquals(await whoseCode(await signIn(browser, login, bob)), bob.sub);
});

Deno.test("a session of another browser cannot be chosen (OpenID Connect Core section 3.1.2.3)", async () => {
  const theirs = await withBoth(), mine = openBrowser(issuer, send);
  const stolen = offered(await theirs.open(authorizeUrl(issuer, client))).bob!;
  await authorizeAs(provider, client, alice, { browser: mine });
  const choice = await mine.open(authorizeUrl(issuer, client, chooser));
  const again = await mine.submit(choice, { session: stolen });
  assertEquals([askedOn(again), again.status], ["account", 200]);
});

Deno.test("signing in again with the same account renews its session instead of adding one (OpenID Connect Core section 3.1.2.3)", async () => {
  const browser = await withBoth(), cookie = [...browser.cookies.values()];
  provider.time.now += 30;
  const choice = await browser.open(authorizeUrl(issuer, client));
  const login = await browser.submit(choice, { session: "other" });
  await signIn(browser, login, alice);
  const both = await browser.open(authorizeUrl(issuer, client, chooser));
  assertEquals(Object.keys(offered(both)).toSorted(), ["alice", "bob"]);
  assertNotEquals([...browser.cookies.values()], cookie);
});

Deno.test("from the chooser and back: the sign-in page leads to the accounts that are signed in (OpenID Connect Core section 3.1.2.3)", async () => {
  const browser = await withBoth();
  const choice = await browser.open(authorizeUrl(issuer, client));
  const login = await browser.submit(choice, { session: "other" });
  const [, href = ""] = /<a href="([^"]*ask=account)"/.exec(login.html.replaceAll("&amp;", "&")) ?? [];
  assertStringIncludes(href, `${issuer}/login?interaction=`);
  const back = await browser.open(href);
  assertEquals(await whoseCode(await browser.submit(back, { session: offered(back).bob! })), bob.sub);
});
