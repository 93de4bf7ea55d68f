import { assertEquals } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { answerIn, askedOn, authorizeUrl, signIn, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const other = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice"), bob = await addPerson(provider, "bob");

const hintOf = async (person: typeof alice, at = client) => (await tokensFor(provider, at, person)).id_token!;

async function signedIn(...people: readonly (typeof alice)[]): Promise<TestBrowser> {
  const browser = openBrowser(issuer, send);
  for (const person of people) {
    const page = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
    const login = askedOn(page) === "account" ? await browser.submit(page, { session: "other" }) : page;
    await signIn(browser, login, person);
  }
  return browser;
}

const silently = async (browser: TestBrowser, id_token_hint: string) =>
  answerIn(await browser.open(authorizeUrl(issuer, client, { prompt: "none", id_token_hint })));

Deno.test("a hint of the person who is signed in is answered silently (OpenID Connect Core section 3.1.2.1)", async () => {
  const { error, code } = await silently(await signedIn(alice), await hintOf(alice));
  assertEquals([error, typeof code], [undefined, "string"]);
});

Deno.test("an expired hint is as good as a fresh one (OpenID Connect Core section 3.1.2.1)", async () => {
  const hint = await hintOf(alice);
  time.now += lifetimes.id_token.default + 1;
  assertEquals(typeof (await silently(await signedIn(alice), hint)).code, "string");
});

Deno.test("a hint of somebody else than who is signed in answers login_required under prompt=none (OpenID Connect Core section 3.1.2.1)", async () => {
  assertEquals((await silently(await signedIn(alice), await hintOf(bob))).error, "login_required");
});

Deno.test("a hint chooses among several accounts (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn(alice, bob);
  const { code = "" } = await silently(browser, await hintOf(alice));
  const row = await provider.db.selectFrom("authorization_code").select("account_id")
    .orderBy("created_at", "desc").where("state", "=", "issued").execute();
  assertEquals([code !== "", row[0]?.account_id], [true, alice.sub]);
});

Deno.test("a hint of somebody who is not signed in asks to sign in, and nobody else will do (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedIn(alice), id_token_hint = await hintOf(bob);
  const page = await browser.open(authorizeUrl(issuer, client, { id_token_hint }));
  assertEquals(askedOn(page), "login");
  const still = await signIn(browser, page, alice);
  assertEquals(askedOn(still), "login");
  assertEquals(typeof answerIn(await signIn(browser, still, bob)).code, "string");
});

const [, payload] = (await hintOf(alice)).split(".");
const refused: Readonly<Record<string, readonly [hint: () => Promise<string>, says: string]>> = {
  "of another client": [() => hintOf(alice, other), "other_client"],
  "with a bad signature": [
    async () => `${(await hintOf(alice)).split(".").slice(0, 2).join(".")}.${"A".repeat(342)}`,
    "bad_signature",
  ],
  "with the payload of another": [
    async () => (await hintOf(bob)).split(".").with(1, payload!).join("."),
    "bad_signature",
  ],
  "that is an access token": [
    async () => (await tokensFor(provider, client, alice)).access_token!,
    "wrong_type",
  ],
  "that is no token": [() => Promise.resolve("hello"), "malformed"],
};

for (const [what, [make, says]] of Object.entries(refused)) {
  Deno.test(`a hint ${what} is an invalid request (OpenID Connect Core section 3.1.2.1)`, async () => {
    const { error, iss, state } = await silently(await signedIn(alice), await make());
    assertEquals([error, iss, state], ["invalid_request", issuer, "some-state"]);
    assertEquals(lastRefusal(provider), "id_token_hint.valid");
    const received = provider.lines.map((line) => JSON.parse(line)).findLast(({ event }) =>
      event === "refused"
    );
    assertEquals(received.received, says);
  });
}

Deno.test("a hint is not a sign-in: without a session it gives nothing (OpenID Connect Core section 3.1.2.1)", async () => {
  assertEquals((await silently(openBrowser(issuer, send), await hintOf(alice))).error, "login_required");
});
