import { assertEquals } from "@std/assert";
import { decodeJwt } from "jose";
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
import { addClient, addPerson, openProvider } from "../support/provider.ts";
import { callResource, demandedIn } from "../support/resource.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const client = await addClient(provider, {}, { first_party: true });
const alice = await addPerson(provider, "alice");

Deno.test("a client that is challenged for a recent sign-in asks for one, and its new token does (RFC 9470 section 3 to 5)", async () => {
  const browser = openBrowser(issuer, send), demanded = { max_age: 60 };
  const first = await redeem(send, client, codeIn(await authorizeAs(provider, client, alice, { browser })));
  assertEquals((await callResource(provider, first.access_token!, demanded)).status, 200);
  time.now += 61;
  const refused = await callResource(provider, first.access_token!, demanded);
  assertEquals(refused.status, 401);
  const asked = demandedIn(refused.challenge);
  assertEquals(asked, { acr_values: undefined, max_age: "60" });
  const page = await browser.open(authorizeUrl(issuer, client, asked));
  assertEquals(askedOn(page), "login");
  const better = await redeem(send, client, answerIn(await signIn(browser, page, alice)).code!);
  assertEquals((await callResource(provider, better.access_token!, demanded)).status, 200);
});

Deno.test("whoever is challenged for the class that every sign-in reaches is asked nothing (RFC 9470 section 5)", async () => {
  const browser = openBrowser(issuer, send), demanded = { acr_values: ["1"] };
  const first = await authorizeAs(provider, client, alice, { browser });
  assertEquals(
    await callResource(provider, (await redeem(send, client, codeIn(first))).access_token!, demanded),
    {
      status: 200,
      challenge: "",
    },
  );
  assertEquals(askedOn(await browser.open(authorizeUrl(issuer, client, { acr_values: "1" }))), "nothing");
});

const essential = (...values: string[]) => JSON.stringify({ id_token: { acr: { essential: true, values } } });

Deno.test("an ID token states a class that was asked for as essential (OpenID Connect Core section 5.5.1.1)", async () => {
  const claims = essential("urn:unheard-of", "1");
  const code = codeIn(await authorizeAs(provider, client, alice, { asked: { claims } }));
  assertEquals(decodeJwt((await redeem(send, client, code)).id_token!).acr, "1");
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
