import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { type ClientLifetimes, lifetimes } from "../../src/domain/tenant_policy.ts";
import type { ClientRecord } from "../../src/store/clients.ts";
import { openBrowser } from "../support/browser.ts";
import {
  answerIn,
  askedOn,
  authorizeAs,
  authorizeUrl,
  codeIn,
  introspect,
  post,
  redeem,
  refresh,
  signIn,
  tokensFor,
  userinfoStatus,
} from "../support/flow.ts";
import { addClient, addPerson, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const alice = await addPerson(provider, "alice");
const usual = await addClient(provider, {}, { first_party: true });

/** A client with lifetimes of its own. */
const clientWith = (own: ClientLifetimes, record: Partial<ClientRecord> = {}) =>
  addClient(provider, {}, { first_party: true, lifetimes: own, ...record });

const lives = (token = "") => {
  const { exp = 0, iat = 0 } = decodeJwt(token);
  return exp - iat;
};

Deno.test("tokens live as long as their client's own lifetimes say, and others' as before", async () => {
  const own = { access_token_jwt: 45, id_token: 90 };
  for (const [client, due] of [[await clientWith(own), own], [usual, undefined]] as const) {
    const tokens = await tokensFor(provider, client, alice);
    const { access_token_jwt, id_token } = due ??
      { access_token_jwt: lifetimes.access_token_jwt.default, id_token: lifetimes.id_token.default };
    assertEquals(tokens.expires_in, access_token_jwt);
    assertEquals([lives(tokens.access_token), lives(tokens.id_token)], [access_token_jwt, id_token]);
  }
});

Deno.test("opaque access tokens end with their client's own lifetime, and so do a client's for itself", async () => {
  const client = await clientWith({ access_token_opaque: 40 }, { access_token_format: "opaque" });
  const { access_token = "", expires_in } = await tokensFor(provider, client, alice);
  assertEquals(expires_in, 40);
  assertEquals((await introspect(send, client, access_token)).exp as unknown, time.now + 40);
  time.now += 40;
  assertEquals(await userinfoStatus(send, access_token), 401);
  const machine = await addClient(provider, { grant_types: ["client_credentials"], response_types: [] }, {
    lifetimes: { access_token_jwt: 50 },
  });
  const answer = await post(send, "/oauth2/token", { grant_type: "client_credentials" }, machine);
  assertEquals((await answer.json()).expires_in, 50);
});

Deno.test("a code of a client's own lifetime is refused when that is over", async () => {
  const client = await clientWith({ authorization_code: 10 });
  for (const [seconds, error] of [[9, undefined], [10, "invalid_grant"]] as const) {
    const code = codeIn(await authorizeAs(provider, client, alice));
    time.now += seconds;
    assertEquals((await redeem(send, client, code)).error, error, `${seconds} s`);
  }
});

Deno.test("refresh tokens of a client end idle and for good by its own lifetimes", async () => {
  const asked = { scope: "openid offline_access", prompt: "consent" };
  const own = { refresh_token_idle: 100, refresh_token_offline: 250 };
  for (const refresh_rotation of ["always", "never"] as const) {
    const client = await clientWith(own, { refresh_rotation });
    const idle = await tokensFor(provider, client, alice, { asked });
    time.now += 100;
    assertEquals((await refresh(send, client, idle.refresh_token!)).error, "invalid_grant");
    let { refresh_token = "" } = await tokensFor(provider, client, alice, { asked });
    for (const [seconds, error] of [[99, undefined], [99, undefined], [52, "invalid_grant"]] as const) {
      time.now += seconds;
      const answer = await refresh(send, client, refresh_token);
      assertEquals(answer.error, error, `${refresh_rotation}, ${seconds} s later`);
      refresh_token = answer.refresh_token ?? refresh_token;
    }
  }
  const bound = await clientWith({ refresh_token: 80 }, { session_refresh_tokens: true });
  const { refresh_token = "" } = await tokensFor(provider, bound, alice);
  time.now += 80;
  assertEquals((await refresh(send, bound, refresh_token)).error, "invalid_grant");
});

/** A browser in which Alice signed in, and then used what she uses, that many seconds ago. */
async function signedIn(since: number, unused = since) {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, usual, alice, { browser });
  time.now += since - unused;
  if (unused < since) await authorizeAs(provider, usual, alice, { browser });
  time.now += unused;
  return browser;
}

for (
  const [own, since, unused, max_age, asks] of [
    [{ session: 600 }, 599, 599, undefined, false],
    [{ session: 600 }, 600, 600, undefined, true],
    [{ session: 600 }, 600, 10, undefined, true],
    [{ session_idle: 600 }, 599, 599, undefined, false],
    [{ session_idle: 600 }, 600, 600, undefined, true],
    [{ session_idle: 600 }, 5_000, 10, undefined, false],
    [{ session: 600 }, 300, 300, "200", true],
    [{ session: 600 }, 700, 700, "800", true],
  ] as const
) {
  const told = `${JSON.stringify(own)}${max_age ? ` and max_age=${max_age}` : ""}`;
  Deno.test(`a client with ${told} ${asks ? "asks for a sign-in" : "takes one"} that is ${since} s old and ${unused} s unused (OpenID Connect Core section 3.1.2.1)`, async () => {
    const client = await clientWith(own), browser = await signedIn(since, unused);
    const silent = await browser.open(authorizeUrl(issuer, client, { prompt: "none", max_age }));
    assertEquals(answerIn(silent).error, asks ? "login_required" : undefined);
    const visit = await browser.open(authorizeUrl(issuer, client, { max_age }));
    assertEquals(askedOn(visit), asks ? "login" : "nothing");
    if (asks) {
      const { id_token } = await redeem(
        send,
        client,
        answerIn(await signIn(browser, visit, alice)).code ?? "",
      );
      assertEquals(decodeJwt(id_token!).auth_time, time.now);
    }
    assertEquals(askedOn(await browser.open(authorizeUrl(issuer, usual))), "nothing");
  });
}

Deno.test("a sign-in that was too old when it was asked for stays so, however long the person takes", async () => {
  const client = await clientWith({ session_idle: 600 }), browser = await signedIn(700);
  const page = await browser.open(authorizeUrl(issuer, client));
  assertEquals(askedOn(page), "login");
  time.now += 25 * 60;
  assertEquals(typeof answerIn(await signIn(browser, page, alice)).code, "string");
});

Deno.test("tokens that are bound to a session end when it is over for their client, and count again after a new sign-in", async () => {
  const client = await clientWith({ session: 600 }, { session_refresh_tokens: true });
  const other = await addClient(provider, {}, { first_party: true, session_refresh_tokens: true });
  const browser = openBrowser(issuer, send);
  const ours = await tokensFor(provider, client, alice, { browser });
  const theirs = await tokensFor(provider, other, alice, { browser });
  time.now += 600;
  assertEquals((await introspect(send, client, ours.refresh_token!)).active as unknown, false);
  assertEquals((await refresh(send, client, ours.refresh_token!)).error, "invalid_grant");
  assertEquals((await refresh(send, other, theirs.refresh_token!)).status, 200);
  await authorizeAs(provider, client, alice, { browser, asked: { prompt: "login" } });
  assertEquals((await refresh(send, client, ours.refresh_token!)).status, 200);
});
