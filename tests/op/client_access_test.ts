import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { catalogues } from "../../src/http/texts/choose_locale.ts";
import type { TraceRow } from "../../src/protocol/trace.ts";
import { amendAccount, findAccount } from "../../src/store/accounts.ts";
import { amendClient, type ClientRecord, findClientRow } from "../../src/store/clients.ts";
import { openBrowser, type Visit } from "../support/browser.ts";
import {
  answerIn,
  askedOn,
  authorizeAs,
  authorizeUrl,
  redeem,
  signIn,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import {
  addClient,
  addPerson,
  lastRefusal,
  openProvider,
  storeOf,
  type TestPerson,
} from "../support/provider.ts";
import { decodeJwt } from "jose";

const provider = await openProvider();
const { issuer, send, time } = provider, store = storeOf(provider);
const texts = catalogues.en.chooseAccount;
const alice = await addPerson(provider, "alice", {}), bob = await addPerson(provider, "bob", {});

async function join(person: TestPerson, groups: readonly string[]): Promise<void> {
  const row = (await findAccount(store, person.sub))!;
  assert((await amendAccount(store, row.id, row.version, { ...row, groups }, time.now)).ok);
}
await join(alice, ["staff"]);

/** A client that is for the staff, where nothing else is said. */
const staffClient = (record: Partial<ClientRecord> = {}) =>
  addClient(provider, {}, { first_party: true, allowed_groups: ["staff"], ...record });

async function allow(client_id: string, record: Partial<ClientRecord>): Promise<void> {
  const row = (await findClientRow(store, client_id))!;
  assert((await amendClient(store, client_id, row.version, record, time.now)).ok);
}

/** The labels of the accounts that a chooser offers, and of those that it only shows. */
function labels(
  { html }: Visit,
): { readonly offered: readonly string[]; readonly barred: readonly string[] } {
  const find = (before: string) =>
    [...html.matchAll(new RegExp(`${before}[^>]*><strong><bdi>([^<]*)`, "g"))].map(([, label]) => label!);
  return {
    offered: find('name="session" value="[^"]+"').toSorted(),
    barred: find('class="barred"').toSorted(),
  };
}

/** A browser in which these people are signed in. */
async function browserOf(...people: readonly TestPerson[]) {
  const browser = openBrowser(issuer, send), open = await addClient(provider, {}, { first_party: true });
  const [first, ...others] = people;
  if (first) await authorizeAs(provider, open, first, { browser });
  for (const person of others) {
    const choice = await browser.open(authorizeUrl(issuer, open, { prompt: "select_account" }));
    await signIn(browser, await browser.submit(choice, { session: "other" }), person);
  }
  return browser;
}

const whoseCode = async (client: Parameters<typeof redeem>[1], visit: Visit) =>
  decodeJwt((await redeem(send, client, answerIn(visit).code ?? "")).id_token!).sub;

Deno.test("who is in an allowed group gets on, by password and silently (OpenID Connect Core section 3.1.2.3)", async () => {
  const client = await staffClient(), browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  const silent = await browser.open(authorizeUrl(issuer, client, { prompt: "none" }));
  assertEquals(await whoseCode(client, silent), alice.sub);
});

Deno.test("who is one of the allowed accounts gets on without any group", async () => {
  const client = await staffClient({ allowed_groups: null, allowed_accounts: [bob.sub] });
  const { id_token } = await tokensFor(provider, client, bob);
  assertEquals(decodeJwt(id_token!).sub, bob.sub);
});

Deno.test("who may not use an app is told so after the password, and gets on with another account (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await staffClient(), browser = openBrowser(issuer, send);
  const login = await browser.open(authorizeUrl(issuer, client));
  const refused = await signIn(browser, login, bob);
  assertEquals([refused.status, askedOn(refused), lastRefusal(provider)], [
    403,
    "account",
    "account.allowed",
  ]);
  assertEquals(labels(refused), { offered: [], barred: ["bob"] });
  for (const text of [texts.refused, texts.barred, texts.other]) assertStringIncludes(refused.html, text);
  const other = await browser.submit(refused, { session: "other" });
  assertEquals(askedOn(other), "login");
  assertEquals(await whoseCode(client, await signIn(browser, other, alice)), alice.sub);
});

Deno.test("who may not use an app and goes back tells it access_denied (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await staffClient(), browser = await browserOf(bob);
  const refused = await browser.open(authorizeUrl(issuer, client));
  assertEquals([refused.status, labels(refused).barred], [403, ["bob"]]);
  const { error, error_description, code } = answerIn(await browser.submit(refused, { decision: "deny" }));
  assertEquals([error, error_description, code], [
    "access_denied",
    "This person may not use the client",
    undefined,
  ]);
});

Deno.test("prompt=none answers access_denied where nobody in the browser may use the app (OpenID Connect Core section 3.1.2.6)", async () => {
  const client = await staffClient(), browser = await browserOf(bob);
  const { error, iss, code } = answerIn(await browser.open(authorizeUrl(issuer, client, { prompt: "none" })));
  assertEquals([error, iss, code], ["access_denied", issuer, undefined]);
  assertEquals(lastRefusal(provider), "account.allowed");
});

Deno.test("prompt=login asks for a password before it says who may not (OpenID Connect Core section 3.1.2.1)", async () => {
  const client = await staffClient(), browser = await browserOf(bob);
  const login = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
  assertEquals(askedOn(login), "login");
  assertEquals(labels(await signIn(browser, login, bob)).barred, ["bob"]);
});

Deno.test("of two accounts the one that may use the app is taken, without a question", async () => {
  const client = await staffClient(), browser = await browserOf(alice, bob);
  assertEquals(await whoseCode(client, await browser.open(authorizeUrl(issuer, client))), alice.sub);
  const silent = await browser.open(authorizeUrl(issuer, client, { prompt: "none" }));
  assertEquals(await whoseCode(client, silent), alice.sub);
});

Deno.test("the chooser marks who may not use the app, and a forged choice of theirs gets nothing", async () => {
  const client = await staffClient(), browser = await browserOf(alice, bob);
  const choice = await browser.open(authorizeUrl(issuer, client, { prompt: "select_account" }));
  assertEquals([choice.status, labels(choice)], [200, { offered: ["alice"], barred: ["bob"] }]);
  const sessions = await provider.db.selectFrom("session").select("id").where("account_id", "=", bob.sub)
    .execute();
  assert(sessions.length > 0);
  for (const { id: session } of sessions) {
    assertEquals(answerIn(await browser.submit(choice, { session })).code, undefined);
  }
  const again = await browser.open(choice.url);
  assertEquals([again.status, labels(again)], [403, { offered: ["alice"], barred: ["bob"] }]);
});

Deno.test("the explanation of the refusal names a change with which the person gets on", async () => {
  const client = await staffClient(), browser = await browserOf(bob), url = authorizeUrl(issuer, client);
  const refused = await browser.open(url), reference = refused.headers.get("x-request-id")!;
  const { trace } = await provider.db.selectFrom("refusal").select("trace").where("reference", "=", reference)
    .executeTakeFirstOrThrow();
  const [row] = trace as readonly TraceRow[];
  assertEquals([row?.id, row?.held, row?.expected, row?.received], [
    "account.allowed",
    false,
    "Somebody in: staff",
    "Somebody in no group",
  ]);
  assertMatch(row!.change!.says, /allowed_accounts.*allowed_groups/);
  await allow(client.client_id, { allowed_accounts: row!.change!.value!.split(" ") });
  assertEquals(await whoseCode(client, await browser.open(url)), bob.sub);
});

Deno.test("an interaction that began before the right was taken away ends without a code", async () => {
  const client = await addClient(provider, {}), browser = await browserOf(bob);
  const consent = await browser.open(authorizeUrl(issuer, client));
  assertEquals(askedOn(consent), "consent");
  await allow(client.client_id, { allowed_groups: ["staff"] });
  const refused = await browser.submit(consent, { decision: "allow" });
  assertEquals([refused.status, labels(refused).barred], [403, ["bob"]]);
});

Deno.test("an app that the person may not use any more says so on the account page, and leads nowhere", async () => {
  const person = await addPerson(provider, "carol", {}),
    metadata = { initiate_login_uri: "https://app.example/begin" };
  await join(person, ["staff"]);
  const client = await addClient(provider, metadata, { allowed_groups: ["staff"] });
  const browser = openBrowser(issuer, send), words = catalogues.en.account;
  const { access_token } = await tokensFor(provider, client, person, { browser });
  const before = await browser.open("/account");
  assertEquals([before.html.includes(words.barred), before.html.includes(words.openApp)], [false, true]);
  await join(person, []);
  const after = await browser.open("/account");
  assertEquals([after.html.includes(words.barred), after.html.includes(words.openApp)], [true, false]);
  assertStringIncludes(after.html, words.disconnect);
  assertEquals(await userinfoStatus(send, access_token!), 401);
  await join(person, ["staff"]);
  assertEquals(await userinfoStatus(send, access_token!), 200);
});
