/** The browser's state changes with its sessions, however they end. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { endLapsedSessions } from "../../src/accounts/end_session.ts";
import { openAdmin } from "../admin/admin_server.ts";
import { browserOf, enter, sessionOn } from "../support/account.ts";
import { answerIn, authorizeUrl, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, portsOf } from "../support/provider.ts";
import { setPolicy } from "../support/registration.ts";

const provider = await openAdmin(), { issuer, send, call, time } = provider;
await setPolicy(provider, { session_management: true, lifetimes: { session_idle: 3600, session: 7200 } });
const client = await addClient(provider, {}, { first_party: true });
const cookie = "lk_bs_default";
let people = 0;

/** Somebody who is signed in in a browser, and what the page of the iframe does to its state. */
async function signedIn() {
  const person = await addPerson(provider, `person${people++}`);
  const { browser, page } = await browserOf(provider, person), state = () => browser.cookies.get(cookie);
  const tokens = () => tokensFor(provider, client, person, { browser });
  await tokens();
  /** What the page is given that an app's page holds in a frame: this cookie alone comes there. @returns the new state, where there is one. */
  const framed = async (held = state()) => {
    const answer = await send("/oauth2/check_session", { headers: { cookie: `${cookie}=${held}` } });
    await answer.body?.cancel();
    assertEquals(answer.status, 200);
    return answer.headers.getSetCookie().map((line) => /^lk_bs_default=([^;]+)/.exec(line)?.[1])[0];
  };
  const silently = async () => answerIn(await browser.open(authorizeUrl(issuer, client, { prompt: "none" })));
  return { person, browser, session: sessionOn(page), state, framed, silently, tokens };
}
type Somebody = Awaited<ReturnType<typeof signedIn>>;

/** How a session ends without a request of its own browser. */
const ends: Readonly<Record<string, (there: Somebody) => Promise<unknown>>> = {
  "on the account page of another browser": async ({ person, session }) => {
    const { browser, page } = await browserOf(provider, person);
    await browser.submit(page, { end_session: session });
  },
  "with all others, in another browser": async ({ person }) => {
    const { browser, page } = await browserOf(provider, person);
    await browser.submit(page, { end_others: "yes" });
  },
  "by an administrator who disables the account": ({ person }) =>
    call("PATCH", `/users/${person.sub}`, { enabled: false }),
  "by a password that an administrator sets": ({ person }) =>
    call("PATCH", `/users/${person.sub}`, { password: "another correct horse" }),
  "by its idle time": () => Promise.resolve(time.now += 3600),
  "by time, and the sweep that notes it": async () => {
    time.now += 7200;
    await endLapsedSessions(portsOf(provider));
  },
};

for (const [how, end] of Object.entries(ends)) {
  Deno.test(`a session that ends ${how} gives its browser another state with the next request, in a frame or not (OpenID Connect Session Management section 3.2)`, async () => {
    const there = await signedIn(), before = there.state();
    assertEquals(await there.framed(), undefined, "nothing changed yet");
    await end(there);
    const now = await there.framed();
    assert(now, "the frame was not told");
    assertNotEquals(now, before);
    assertEquals(await there.framed(now), undefined, "it changes once");

    assertEquals(there.state(), before, "that was another jar");
    assertEquals((await there.silently()).error, "login_required");
    const after = there.state();
    assertNotEquals(after, before);
    assertEquals((await there.silently()).error, "login_required");
    assertEquals([there.state(), await there.framed()], [after, undefined]);
  });
}

Deno.test("a state stays while nobody comes or goes in this browser, whatever happens in others (OpenID Connect Session Management section 3.2)", async () => {
  const here = await signedIn(), elsewhere = await browserOf(provider, here.person), state = here.state();
  await elsewhere.browser.submit(await elsewhere.browser.open("/oauth2/end_session"), {
    decision: "sign_out",
  });
  const { code } = await here.silently();
  assertEquals([typeof code, here.state(), await here.framed()], ["string", state, undefined]);
});

Deno.test("of two accounts in one browser, the end of either changes the state (OpenID Connect Session Management section 3.2)", async () => {
  const here = await signedIn(), second = await addPerson(provider, "second");
  await enter(here.browser, second);
  const both = here.state();
  assertEquals(await here.framed(), undefined);
  await call("PATCH", `/users/${second.sub}`, { enabled: false });
  const one = await here.framed();
  assert(one && one !== both);
  await call("PATCH", `/users/${here.person.sub}`, { enabled: false });
  const nobody = await here.framed(one);
  assert(nobody && nobody !== one);
});

Deno.test("a state that is not ours is replaced by one that is, and says nothing of anybody", async () => {
  const { framed, state } = await signedIn(), own = state()!;
  for (const planted of ["x", "AAAA", "a".repeat(200), own.slice(0, -2), `B${own.slice(1)}`]) {
    const given = await framed(planted);
    assert(given && given !== own, planted);
    assertEquals(await framed(given), undefined);
  }
});
