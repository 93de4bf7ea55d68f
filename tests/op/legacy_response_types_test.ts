/** Response types that hand out tokens at the authorization endpoint, where a tenant and a client have them. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from "jose";
import { leftHalfDigest } from "../../src/crypto/digest.ts";
import { carriesToken, responseTypes } from "../../src/domain/response_type.ts";
import { endOneSession } from "../../src/accounts/end_session.ts";
import { openBrowser, type Visit } from "../support/browser.ts";
import {
  answerIn,
  type Asked,
  askedOn,
  authorizeUrl,
  introspect,
  redeem,
  signIn,
  userinfoStatus,
} from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, portsOf } from "../support/provider.ts";
import { register, setPolicy, webApp } from "../support/registration.ts";

const everyType = Object.keys(responseTypes);

async function start(
  metadata: Parameters<typeof addClient>[1] = {},
  record: Parameters<typeof addClient>[2] = {},
) {
  const provider = await openProvider(), { issuer, send } = provider;
  await setPolicy(provider, { response_types: everyType });
  const grants = {
    response_types: everyType,
    grant_types: ["authorization_code", "implicit", "refresh_token"],
  };
  const client = await addClient(provider, { ...grants, ...metadata }, record);
  const jane = await addPerson(provider), browser = openBrowser(issuer, send);
  /** Asks, signs Jane in and lets her allow. */
  const ask = async (asked: Asked): Promise<Visit> => {
    let visit = await browser.open(authorizeUrl(issuer, client, { scope: "openid email", ...asked }));
    if (askedOn(visit) === "login") visit = await signIn(browser, visit, jane);
    if (askedOn(visit) === "consent") visit = await browser.submit(visit, { decision: "allow" });
    return visit;
  };
  return { provider, issuer, send, client, jane, browser, ask };
}

/** The fields of an answer, wherever it carries them. */
function fieldsIn(visit: Visit): Readonly<Record<string, string>> {
  if (visit.html === "") return answerIn(visit);
  const inputs = visit.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
}

Deno.test("each response type hands out what its name says, in each of its modes (Multiple Response Types section 3 to 5, OpenID Connect Core section 3.2.2.5 and 3.3.2.5)", async () => {
  const { provider, issuer, send, client, jane, ask } = await start();
  const jwks = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks.json`), { [customFetch]: send });
  for (const [type, issues] of Object.entries(responseTypes)) {
    const modes = carriesToken(issues) ? ["fragment", "form_post"] : ["query", "fragment", "form_post"];
    for (const mode of [undefined, ...modes]) {
      const told = `${type} by ${mode}`;
      const visit = await ask({ response_type: type, response_mode: mode });
      const { code, access_token, id_token, token_type, expires_in, scope, state, iss, ...rest } = fieldsIn(
        visit,
      );
      const has = { code, token: access_token, id_token };
      assertEquals(
        Object.entries(has).filter(([, value]) => value).map(([name]) => name).sort(),
        [...issues].sort(),
        told,
      );
      assertEquals([state, iss, rest], ["some-state", issuer, {}], told);
      if (visit.html === "") {
        const mark = (mode ?? modes[0]) === "query" ? "?" : "#";
        assert(visit.url.startsWith(client.redirect_uri + mark), told);
      }
      if (access_token) {
        assertEquals([token_type, scope, Number(expires_in) > 0], ["Bearer", "openid email", true], told);
        assertEquals(await userinfoStatus(send, access_token), 200, told);
      } else assertEquals([token_type, scope, expires_in], [undefined, undefined, undefined], told);
      if (id_token) {
        const currentDate = new Date(provider.time.now * 1000);
        const { payload } = await jwtVerify(id_token, jwks, {
          issuer,
          audience: client.client_id,
          currentDate,
        });
        assertEquals([payload.sub, payload.nonce], [jane.sub, "some-nonce"], told);
        assertEquals(payload.at_hash, access_token && leftHalfDigest(access_token, "RS256"), told);
        assertEquals(payload.c_hash, code && leftHalfDigest(code, "RS256"), told);
        // What the scopes release is in an ID token that comes alone: nobody else could tell it.
        assertEquals(payload.email, issues.length === 1 ? "alice@example.com" : undefined, told);
      }
      if (code) {
        const tokens = await redeem(send, client, code);
        assertEquals([tokens.status, decodeJwt(tokens.id_token!).sub], [200, jane.sub], told);
        assertNotEquals(tokens.access_token, access_token, told);
      }
    }
  }
});

Deno.test("the order in which a response type names its values means nothing (RFC 6749 section 3.1.1)", async () => {
  const { ask } = await start();
  const { code, id_token, access_token } = answerIn(await ask({ response_type: "token id_token code" }));
  assert(code && id_token && access_token);
});

Deno.test("what a tenant does not allow is refused although the client is registered for it, and told where its answer would have gone (RFC 9700 section 2.1.2)", async () => {
  const { provider, ask } = await start();
  await setPolicy(provider, {});
  for (const type of everyType.filter((name) => name !== "code")) {
    const visit = await ask({ response_type: type });
    assertEquals([answerIn(visit).error, lastRefusal(provider)], [
      "unsupported_response_type",
      "response_type.supported",
    ]);
    assertEquals(visit.url.includes("#"), type !== "none", type);
  }
});

Deno.test("what a client is not registered for is refused although its tenant allows it (OpenID Connect Dynamic Client Registration section 2)", async () => {
  for (const metadata of [{ response_types: ["code"] }, { grant_types: ["authorization_code"] }]) {
    const { provider, ask } = await start(metadata);
    const { error } = answerIn(await ask({ response_type: "code id_token" }));
    assertEquals([error, lastRefusal(provider)], ["unauthorized_client", "response_type.allowed"]);
  }
});

Deno.test("a policy that changes while the person is asked ends the request without a token", async () => {
  const { provider, issuer, browser, client, jane } = await start();
  const page = await browser.open(authorizeUrl(issuer, client, { response_type: "id_token token" }));
  await setPolicy(provider, {});
  const visit = await signIn(browser, page, jane);
  assert(visit.status >= 400 && !visit.url.includes("#"), `${visit.status} ${visit.url}`);
});

for (const access_token_format of ["jwt", "opaque"] as const) {
  Deno.test(`an access token of the authorization endpoint (${access_token_format}) ends with the session, is no refresh token and knows no offline_access (OpenID Connect Core section 11)`, async () => {
    const { provider, send, client, ask } = await start({}, { access_token_format });
    const { access_token = "", scope } = answerIn(
      await ask({ response_type: "token", scope: "openid offline_access" }),
    );
    assertEquals(scope, "openid");
    assertEquals((await introspect(send, client, access_token)).active as unknown, true);
    const session = await provider.db.selectFrom("session").selectAll().executeTakeFirstOrThrow();
    await endOneSession(portsOf(provider), session, session.id);
    assertEquals((await introspect(send, client, access_token)).active as unknown, false);
    assertEquals(await userinfoStatus(send, access_token), 401);
  });
}

Deno.test("a code that comes with tokens is redeemed once, and the second time ends what it led to (RFC 6749 section 4.1.2)", async () => {
  const { send, client, ask } = await start();
  const { code = "" } = answerIn(await ask({ response_type: "code id_token token" }));
  const { access_token = "" } = await redeem(send, client, code);
  assertEquals((await redeem(send, client, code)).error, "invalid_grant");
  assertEquals(await userinfoStatus(send, access_token), 401);
});

Deno.test("PKCE is asked for where there is a code to protect, and only there (RFC 9700 section 2.1.1)", async () => {
  const { ask } = await start();
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  assert(answerIn(await ask({ response_type: "id_token", ...without })).id_token);
  assertEquals(answerIn(await ask({ response_type: "code id_token", ...without })).error, "invalid_request");
});

Deno.test("tokens go to a loopback port or a custom scheme only after a click, to a first-party client that authenticates as to any (RFC 8252 section 8.6)", async () => {
  for (const uri of ["http://127.0.0.1:4000/callback", "com.example.app:/callback"]) {
    const { issuer, client, browser, ask } = await start({ redirect_uris: [uri] }, { first_party: true });
    await ask({ response_type: "code id_token token" });
    for (const [response_type, issues] of Object.entries(responseTypes)) {
      const asked = authorizeUrl(issuer, client, { response_type, scope: "openid email" });
      const isAsked = carriesToken(issues), told = `${response_type} to ${uri}`;
      assertEquals(askedOn(await browser.open(asked)), isAsked ? "consent" : "nothing", told);
      asked.searchParams.set("prompt", "none");
      const { error } = answerIn(await browser.open(asked));
      assertEquals(error, isAsked ? "consent_required" : undefined, told);
    }
  }
});

Deno.test("silently the answer is tokens for who is signed in and login_required for nobody, in the fragment (OpenID Connect Core section 3.1.2.6)", async () => {
  const { issuer, send, client, ask, browser } = await start();
  const asked = { response_type: "id_token token", prompt: "none", scope: "openid email" };
  const nobody = await openBrowser(issuer, send).open(authorizeUrl(issuer, client, asked));
  assertEquals([answerIn(nobody).error, nobody.url.includes("#")], ["login_required", true]);
  await ask({ response_type: "code" });
  const { id_token, access_token } = answerIn(await browser.open(authorizeUrl(issuer, client, asked)));
  assert(id_token && access_token);
});

Deno.test("metadata and registration know the response types that the tenant allows, and call them legacy (OpenID Connect Discovery section 3, RFC 7591 section 2.1)", async () => {
  const { provider, send } = await start();
  const discover = async () => await (await send("/.well-known/openid-configuration")).json();
  const open = await discover();
  assertEquals(open.response_types_supported, everyType);
  assert(open.grant_types_supported.includes("implicit") && open.claims_supported.includes("c_hash"));
  assertEquals(open.legacy_response_types.values, everyType.slice(1));

  await setPolicy(provider, { registration: "open", response_types: ["code", "code id_token"] });
  const hybrid = {
    grant_types: ["authorization_code", "implicit"],
    response_types: ["id_token code", "token"],
  };
  const made = await register(send, { ...webApp, ...hybrid });
  assertEquals([made.status, made.body.response_types, made.body.grant_types], [
    201,
    ["code id_token"],
    hybrid.grant_types,
  ]);
  const without = await register(send, { ...webApp, response_types: ["code id_token"] });
  assertEquals([without.status, without.body.error], [400, "invalid_client_metadata"]);

  await setPolicy(provider, { registration: "open" });
  const closed = await discover();
  assertEquals([closed.response_types_supported, closed.legacy_response_types], [["code"], undefined]);
  assert(!closed.grant_types_supported.includes("implicit"));
  const refused = await register(send, {
    ...webApp,
    grant_types: ["implicit"],
    response_types: ["id_token"],
  });
  assertEquals([refused.status, refused.body.error], [400, "invalid_client_metadata"]);
});
