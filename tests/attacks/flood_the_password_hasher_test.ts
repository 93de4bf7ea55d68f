// An attacker sends more sign-ins than there are cores to hash passwords on.
import { assert, assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { answerIn, askedOn, authorizeUrl, signIn, tokensFor, userinfoStatus } from "../support/flow.ts";
import { addClient, addPerson, holdHashing, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, deployment: { passwords } } = provider;
const client = await addClient(provider, {}, { first_party: true }), alice = await addPerson(provider);

// Two are hashed at once on the two cores that the test's server has, and 64 wait.
const room = 2 + 64;

Deno.test("once the queue for hashing is full a sign-in is answered 503 with Retry-After, and everything else goes on (RFC 9110 section 15.6.4)", async () => {
  const { access_token = "" } = await tokensFor(provider, client, alice);
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
  const letGo = holdHashing();
  const flood = Array.from({ length: room }, () => passwords.verify("wrong", undefined));
  const refused = await signIn(browser, page, alice);
  assertEquals([refused.status, askedOn(refused), lastRefusal(provider)], [503, "login", "sign_in.busy"]);
  assert(Number(refused.headers.get("retry-after")) > 0);
  assertEquals(await userinfoStatus(send, access_token), 200);
  assertEquals(await passwords.hash("anything at all"), "busy");
  await letGo(flood);
  assertEquals(typeof answerIn(await signIn(browser, page, alice)).code, "string");
});

Deno.test("a password too long to be one is refused without hashing (OWASP Password Storage Cheat Sheet)", async () => {
  const browser = openBrowser(issuer, send), page = await browser.open(authorizeUrl(issuer, client));
  const letGo = holdHashing();
  const flood = Array.from({ length: room }, () => passwords.verify("wrong", undefined));
  const { status } = await browser.submit(page, { username: "alice", password: "x".repeat(257) });
  await letGo(flood);
  assertEquals([status, lastRefusal(provider)], [400, "sign_in.wrong"]);
});
