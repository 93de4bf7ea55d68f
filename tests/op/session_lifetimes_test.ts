/** How long a session lasts, as apps and people meet it. */
import { assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import { answerIn, askedOn, authorizeAs, authorizeUrl, signIn } from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

const provider = await openProvider(), { issuer, send, time } = provider;
const idle = 600, whole = 1500;
await setPolicy(provider, { lifetimes: { session_idle: idle, session: whole } });
const client = await addClient(provider, {}, { first_party: true }), person = await addPerson(provider);

async function signedIn() {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, person, { browser });
  const silently = async () => {
    const { code, error } = answerIn(await browser.open(authorizeUrl(issuer, client, { prompt: "none" })));
    return code === undefined ? error : "code";
  };
  return { browser, silently };
}

Deno.test("a session that is used lasts, and one that lies idle ends at that second (OpenID Connect Core section 3.1.2.6)", async () => {
  const { silently } = await signedIn();
  for (const pause of [idle - 1, idle - 1]) {
    time.now += pause;
    assertEquals(await silently(), "code");
  }
  const left = await signedIn();
  time.now += idle;
  assertEquals(await left.silently(), "login_required");
});

Deno.test("a session ends with its whole life, however much it is used (OpenID Connect Core section 3.1.2.6)", async () => {
  const { silently } = await signedIn(), end = time.now + whole;
  for (let at = time.now; at < end; at += 300) {
    time.now = at;
    assertEquals(await silently(), "code");
  }
  time.now = end - 1;
  assertEquals(await silently(), "code");
  time.now = end;
  assertEquals(await silently(), "login_required");
});

Deno.test("whoever signs in again begins a whole life, and of two accounts each has its own (OpenID Connect Core section 3.1.2.3)", async () => {
  const { browser } = await signedIn(), other = await addPerson(provider, "other");
  time.now += idle - 1;
  const page = await browser.open(authorizeUrl(issuer, client, { prompt: "login" }));
  await signIn(browser, page, other);
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client))), "account");
  time.now += 1;
  // The first one idled; the other one alone is left, and nobody has to choose.
  assertEquals(typeof answerIn(await browser.open(authorizeUrl(issuer, client))).code, "string");
  time.now += idle;
  const again = await browser.open(authorizeUrl(issuer, client));
  assertEquals(askedOn(again), "login");
  await signIn(browser, again, other);
  time.now += idle - 1;
  assertEquals(typeof answerIn(await browser.open(authorizeUrl(issuer, client))).code, "string");
});
