import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
import { stepUpChallenge } from "../../src/protocol/www_authenticate.ts";
import type { DemandedAuthentication } from "../../src/resource_server/sufficient_authentication.ts";
import { verifyAccessToken } from "../../src/resource_server/verify_access_token.ts";
import { openBrowser } from "../support/browser.ts";
import {
  answerIn,
  type Asked,
  askedOn,
  authorizeAs,
  authorizeUrl,
  codeIn,
  introspect,
  redeem,
  refresh,
  signIn,
} from "../support/flow.ts";
import { addClient, addPerson, openProvider, storeOf } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time, deployment } = provider;
const client = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice");

/** A resource that demands something of the sign-in. @returns 200, or 401 with the challenge. */
async function callResource(token: string, authentication: DemandedAuthentication) {
  const keys = await deployment.keys.verifiers("tokens");
  const expected = { keys, issuer, audience: issuer, now: time.now, authentication };
  const verified = await verifyAccessToken(token, expected);
  if (verified.ok) return { status: 200, challenge: "" };
  assertEquals(verified.error, "insufficient_user_authentication");
  return { status: 401, challenge: stepUpChallenge(issuer, authentication) };
}

/** The parameters of a challenge that belong in the next authorization request. */
function demandedIn(challenge: string): Asked {
  const [, acr_values] = /acr_values="([^"]*)"/.exec(challenge) ?? [];
  const [, max_age] = /max_age="(\d+)"/.exec(challenge) ?? [];
  return { acr_values, max_age };
}

/** Makes a session one of a sign-in that reached no class, as one of a former version might be. */
const weaken = () => storeOf(provider).db.updateTable("session").set({ acr: "0" }).execute();

Deno.test("a client that is challenged for a recent sign-in asks for one, and its new token does (RFC 9470 section 3 to 5)", async () => {
  const browser = openBrowser(issuer, send), demanded = { max_age: 60 };
  const first = await redeem(send, client, codeIn(await authorizeAs(provider, client, alice, { browser })));
  assertEquals((await callResource(first.access_token!, demanded)).status, 200);
  time.now += 61;
  const refused = await callResource(first.access_token!, demanded);
  assertEquals(refused.status, 401);
  const asked = demandedIn(refused.challenge);
  assertEquals(asked, { acr_values: undefined, max_age: "60" });
  const page = await browser.open(authorizeUrl(issuer, client, asked));
  assertEquals(askedOn(page), "login");
  const better = await redeem(send, client, answerIn(await signIn(browser, page, alice)).code!);
  assertEquals((await callResource(better.access_token!, demanded)).status, 200);
});

Deno.test("a client that is challenged for a stronger sign-in asks for one; a person whose session reaches it is asked nothing (RFC 9470 section 5)", async () => {
  const browser = openBrowser(issuer, send), demanded = { acr_values: ["1"] };
  const first = await authorizeAs(provider, client, alice, { browser });
  assertEquals(await callResource((await redeem(send, client, codeIn(first))).access_token!, demanded), {
    status: 200,
    challenge: "",
  });
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client, { acr_values: "1" }))), "nothing");
  await weaken();
  const weak = await redeem(send, client, answerIn(await browser.open(authorizeUrl(issuer, client))).code!);
  assertEquals(decodeJwt(weak.access_token!).acr, "0");
  const refused = await callResource(weak.access_token!, demanded);
  const page = await browser.open(authorizeUrl(issuer, client, demandedIn(refused.challenge)));
  assertEquals([refused.status, askedOn(page)], [401, "login"]);
  const better = await redeem(send, client, answerIn(await signIn(browser, page, alice)).code!);
  assertEquals((await callResource(better.access_token!, demanded)).status, 200);
});

const essential = (...values: string[]) => JSON.stringify({ id_token: { acr: { essential: true, values } } });

Deno.test("an essential acr is met before anything is issued, and the ID token states a class that was asked for (OpenID Connect Core section 5.5.1.1)", async () => {
  const browser = openBrowser(issuer, send), claims = essential("urn:unheard-of", "1");
  await authorizeAs(provider, client, alice, { browser });
  await weaken();
  const silent = await browser.open(authorizeUrl(issuer, client, { claims, prompt: "none" }));
  assertEquals(answerIn(silent).error, "login_required");
  const page = await browser.open(authorizeUrl(issuer, client, { claims }));
  assertEquals(askedOn(page), "login");
  const { code = "" } = answerIn(await signIn(browser, page, alice));
  assertEquals(decodeJwt((await redeem(send, client, code)).id_token!).acr, "1");
});

Deno.test("a class that was asked for as essential and lost meanwhile is not granted (OpenID Connect Core section 5.5.1.1)", async () => {
  const careful = await addClient(provider), browser = openBrowser(issuer, send);
  const page = await browser.open(authorizeUrl(issuer, careful, { claims: essential("1") }));
  const consent = await signIn(browser, page, alice);
  assertEquals(askedOn(consent), "consent");
  await weaken();
  assertEquals(askedOn(await browser.submit(consent, { decision: "allow" })), "login");
});

Deno.test("an acr that nobody here offers fails where it is essential, and is ignored where it is not (OpenID Connect Core section 5.5.1.1, RFC 9470 section 5)", async () => {
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  const ask = async (asked: Asked) => answerIn(await browser.open(authorizeUrl(issuer, client, asked)));
  assertEquals((await ask({ claims: essential("9") })).error, "unmet_authentication_requirements");
  assertEquals((await ask({ acr_values: "9" })).error, undefined);
  const voluntary = JSON.stringify({ id_token: { acr: { values: ["9"] } } });
  const { code = "" } = await ask({ claims: voluntary });
  assertEquals(decodeJwt((await redeem(send, client, code)).id_token!).acr, "1");
});

Deno.test("default_acr_values apply where a request names none (OpenID Connect Dynamic Client Registration section 2)", async () => {
  const strict = await addClient(provider, { default_acr_values: ["1"] }, { first_party: true });
  const browser = openBrowser(issuer, send);
  await authorizeAs(provider, client, alice, { browser });
  await weaken();
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, strict))), "login");
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, strict, { acr_values: "9" }))), "nothing");
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client))), "nothing");
});

Deno.test("ID token, access token and introspection say when and how the person signed in, after a refresh too (RFC 9068 section 2.2.1, RFC 9470 section 6)", async () => {
  const signedInAt = time.now, asked = { scope: "openid offline_access" };
  const strict = await addClient(provider, { require_auth_time: true });
  const tokens = await redeem(send, strict, codeIn(await authorizeAs(provider, strict, alice, { asked })));
  time.now += 100;
  const again = await refresh(send, strict, tokens.refresh_token!);
  for (const { id_token, access_token } of [tokens, again]) {
    const said = [
      decodeJwt(id_token!),
      decodeJwt(access_token!),
      await introspect(send, strict, access_token!) as Readonly<Record<string, unknown>>,
    ];
    for (const { auth_time, acr, amr } of said) {
      assertEquals([auth_time, acr, amr], [signedInAt, "1", ["pwd"]]);
    }
  }
});
