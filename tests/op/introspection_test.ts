import { assertEquals, assertMatch } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { introspect, post, refresh, tokensFor } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider } from "../support/provider.ts";

const provider = await openProvider();
const { issuer, send, time } = provider;
const trusted = { first_party: true } as const;
const client = await addClient(provider, {}, trusted), stranger = await addClient(provider);
const app = await addClient(provider, { token_endpoint_auth_method: "none" }, trusted);
const alice = await addPerson(provider, "alice");
const asked = { scope: "openid profile offline_access" };
const tokens = await tokensFor(provider, client, alice, { asked });
const inactive = { active: false, status: 200 };

const about = async (token: string, by = client): Promise<unknown> => await introspect(send, by, token);

Deno.test("introspection of an access token says whose, whence and until when it is (RFC 7662 section 2.2)", async () => {
  const answer = await introspect(send, client, tokens.access_token!), { jti, ...rest } = answer;
  assertMatch(jti!, /^[0-9A-Za-z]{22}$/);
  assertEquals<unknown>(rest, {
    status: 200,
    active: true,
    iss: issuer,
    sub: alice.sub,
    aud: issuer,
    client_id: client.client_id,
    username: "alice",
    scope: "openid profile offline_access",
    token_type: "Bearer",
    iat: time.now,
    exp: time.now + lifetimes.access_token_jwt.default,
    auth_time: time.now,
    acr: "1",
    amr: ["pwd"],
  });
});

Deno.test("introspection of a refresh token says until when it lies idle (RFC 7662 section 2.2)", async () => {
  assertEquals(await about(tokens.refresh_token!), {
    status: 200,
    active: true,
    iss: issuer,
    sub: alice.sub,
    client_id: client.client_id,
    scope: "openid profile offline_access",
    iat: time.now,
    exp: time.now + lifetimes.refresh_token_idle.default,
  });
});

Deno.test("introspection tells another client nothing of a token that is not meant for it (RFC 7662 section 4)", async () => {
  assertEquals(await about(tokens.access_token!, stranger), inactive);
  assertEquals(await about(tokens.refresh_token!, stranger), inactive);
});

for (
  const [what, token] of [
    ["nonsense", "nonsense"],
    ["a token of nobody", `lk_at_4fff${"0".repeat(49)}`],
    ["an ID token", tokens.id_token!],
    ["a changed access token", `${tokens.access_token!.slice(0, -4)}AAAA`],
    ["a secret of a client", client.client_secret],
  ] as const
) {
  Deno.test(`introspection of ${what} says inactive and no more (RFC 7662 section 2.2)`, async () => {
    assertEquals(await about(token), inactive);
  });
}

Deno.test("a rotated refresh token is inactive (RFC 7662 section 2.2)", async () => {
  const { refresh_token = "" } = await tokensFor(provider, client, alice, { asked });
  await refresh(send, client, refresh_token);
  assertEquals(await about(refresh_token), inactive);
});

Deno.test("a wrong token_type_hint changes nothing (RFC 7662 section 2.1)", async () => {
  const fields = { token: tokens.access_token!, token_type_hint: "refresh_token" };
  assertEquals((await (await post(send, "/oauth2/introspect", fields, client)).json()).active, true);
});

Deno.test("introspection is not for public clients, of their own tokens neither (RFC 7662 section 2.1)", async () => {
  const own = await tokensFor(provider, app, alice);
  const response = await post(send, "/oauth2/introspect", { token: own.access_token! }, app);
  assertEquals([response.status, (await response.json()).error], [401, "invalid_client"]);
  assertEquals(lastRefusal(provider), "introspection.confidential");
});

Deno.test("introspection wants the caller's own authentication, and a token (RFC 7662 section 2.1)", async () => {
  const wrong = { ...client, client_secret: stranger.client_secret };
  const refused = await post(send, "/oauth2/introspect", { token: tokens.access_token! }, wrong);
  assertEquals([refused.status, (await refused.json()).error], [401, "invalid_client"]);
  const bearer = await send("/oauth2/introspect", {
    method: "POST",
    headers: {
      authorization: `Bearer ${tokens.access_token}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: `token=${tokens.access_token}`,
  });
  assertEquals([bearer.status, (await bearer.json()).error], [401, "invalid_client"]);
  const nothing = await post(send, "/oauth2/introspect", {}, client);
  assertEquals([nothing.status, (await nothing.json()).error], [400, "invalid_request"]);
});

Deno.test("an answer of introspection is not stored on its way (RFC 7662 section 4)", async () => {
  const response = await post(send, "/oauth2/introspect", { token: "nonsense" }, client);
  assertEquals([response.headers.get("cache-control"), await response.json()], [
    "no-store",
    { active: false },
  ]);
});
