import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { openBrowser } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, redeem, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const patient = await addClient(provider, { default_max_age: 600 }, { first_party: true });
const alice = await addPerson(provider, "alice");

/** A browser in which alice signed in that many seconds ago. */
async function signedInSince(seconds: number) {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  time.now += seconds;
  return browser;
}

for (
  const [max_age, seconds, asks] of [
    ["600", 599, false],
    ["600", 600, false],
    ["600", 601, true],
    ["0", 1, true],
    ["0", 0, true],
  ] as const
) {
  Deno.test(`max_age=${max_age} ${asks ? "asks again" : "is content"} ${seconds} s after the sign-in (OpenID Connect Core section 3.1.2.1)`, async () => {
    const browser = await signedInSince(seconds);
    const visit = await browser.open(authorizeUrl(issuer, client, { max_age }));
    assertEquals(askedOn(visit), asks ? "login" : "nothing");
    const silent = answerIn(await browser.open(authorizeUrl(issuer, client, { max_age, prompt: "none" })));
    assertEquals(silent.error, asks ? "login_required" : undefined);
  });
}

Deno.test("max_age counts from the request, however long the person takes to sign in (OpenID Connect Core section 3.1.2.1)", async () => {
  const browser = await signedInSince(100);
  const page = await browser.open(authorizeUrl(issuer, client, { max_age: "60" }));
  time.now += 25 * 60;
  const signedInAt = time.now;
  const { code = "" } = answerIn(await signIn(browser, page, alice));
  const { id_token = "" } = await redeem(send, client, code);
  assertEquals(decodeJwt(id_token).auth_time, signedInAt);
});

Deno.test("default_max_age applies where the request has none, and a request may ask for less or more (OpenID Connect Dynamic Client Registration section 2)", async () => {
  const browser = await signedInSince(601);
  const asksFor = async (max_age: string | undefined) =>
    askedOn(await browser.open(authorizeUrl(issuer, patient, { max_age })));
  assertEquals([await asksFor(undefined), await asksFor("10"), await asksFor("700")], [
    "login",
    "login",
    "nothing",
  ]);
});
