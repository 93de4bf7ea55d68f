import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { revokeInitialAccessToken } from "../../src/store/initial_access_tokens.ts";
import { sweep } from "../../src/store/sweep.ts";
import { amendClient, findClientRow, moveClient } from "../../src/store/clients.ts";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { authorizeAs, codeIn, redeem } from "../support/flow.ts";
import { addClient, addPerson, lastRefusal, openProvider, storeOf } from "../support/provider.ts";
import { configure, initialAccessToken, register, setPolicy, webApp } from "../support/registration.ts";

const provider = await openProvider();
const { send, issuer, time, db } = provider;
const person = await addPerson(provider);
const open = () => setPolicy(provider, { registration: "open" });

async function registered(body: object = webApp) {
  const answer = await register(send, body);
  assertEquals(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

Deno.test("where the policy says nothing there is no registration endpoint, also for a client that registered before", async () => {
  await open();
  const client = await registered();
  await setPolicy(provider, {});
  const { status, body } = await register(send, webApp);
  assertEquals([status, body.error], [404, "not_found"]);
  for (const method of ["GET", "PUT", "DELETE"] as const) {
    assertEquals((await configure(send, client, method, method === "PUT" ? webApp : undefined)).status, 404);
  }
  const metadata = await (await send("/.well-known/openid-configuration")).json();
  assertEquals("registration_endpoint" in metadata, false);
});

for (const registration of ["open", "token"] as const) {
  Deno.test(`discovery names the endpoint where registration is ${registration} (RFC 8414 section 2)`, async () => {
    await setPolicy(provider, { registration });
    const metadata = await (await send("/.well-known/openid-configuration")).json();
    assertEquals(metadata.registration_endpoint, `${issuer}/oauth2/register`);
  });
}

Deno.test("a registration is answered 201 with everything that was registered (RFC 7591 section 3.2.1)", async () => {
  await open();
  const asked = {
    ...webApp,
    contacts: ["ops@app.example"],
    client_uri: "https://app.example",
    logo_uri: "https://app.example/logo.png",
    policy_uri: "https://app.example/privacy",
    tos_uri: "https://app.example/terms",
    initiate_login_uri: "https://app.example/login",
    post_logout_redirect_uris: ["https://app.example/"],
    software_id: "4NRB1-0XZABZI9E6-5SM3R",
    software_version: "2.1",
    token_endpoint_auth_method: "client_secret_post",
    scope: "openid profile",
    default_max_age: 3600,
    an_unknown_member: "ignored",
    backchannel_user_code_parameter: true,
  };
  const { status, headers, body } = await register(send, asked);
  assertEquals(status, 201);
  assertEquals(headers.get("cache-control"), "no-store");
  const { client_id, client_secret, registration_access_token, registration_client_uri, ...rest } = body;
  assertMatch(client_id, /^c_[0-9A-Za-z]{22}$/);
  assertMatch(client_secret, /^lk_cs_/);
  assertMatch(registration_access_token, /^lk_ra_0001/);
  assertEquals(registration_client_uri, `${issuer}/oauth2/register/${client_id}`);
  const { an_unknown_member: _a, backchannel_user_code_parameter: _b, ...kept } = asked;
  assertEquals(rest, {
    ...kept,
    client_id_issued_at: time.now,
    client_secret_expires_at: time.now + lifetimes.open_client_secret.default,
    application_type: "web",
    response_types: ["code"],
    subject_type: "public",
    id_token_signed_response_alg: "RS256",
  });
  const read = await configure(send, body, "GET");
  const { client_secret: _secret, ...lasting } = body;
  assertEquals([read.status, read.body], [200, lasting]);
  assertEquals(read.headers.get("cache-control"), "no-store");
});

Deno.test("a public client gets no secret, and an empty request has the defaults of RFC 7591 section 2", async () => {
  await open();
  const spa = await registered({ redirect_uris: webApp.redirect_uris, token_endpoint_auth_method: "none" });
  assertEquals(["client_secret" in spa, "client_secret_expires_at" in spa], [false, false]);
  const plain = await registered({ redirect_uris: webApp.redirect_uris });
  assertEquals([plain.token_endpoint_auth_method, plain.grant_types, plain.response_types], [
    "client_secret_basic",
    ["authorization_code"],
    ["code"],
  ]);
});

Deno.test("a registered client signs a person in with its secret until that expires (RFC 7591 section 3.2.1)", async () => {
  await open();
  const { client_id, client_secret, redirect_uris: [redirect_uri], client_secret_expires_at } =
    await registered();
  const client = { client_id, client_secret, redirect_uri };
  const code = codeIn(await authorizeAs(provider, client, person));
  assertEquals((await redeem(send, client, code)).status, 200);
  time.now = client_secret_expires_at;
  const late = codeIn(await authorizeAs(provider, client, person));
  assertEquals((await redeem(send, client, late)).error, "invalid_client");
});

Deno.test("with an initial access token so many clients register, and their secrets do not expire (RFC 7591 section 3)", async () => {
  await setPolicy(provider, { registration: "token", scopes: ["orders"] });
  const { token } = await initialAccessToken(provider, { uses: 2 });
  const service = { grant_types: ["client_credentials"], scope: "orders" };
  for (const body of [webApp, service]) {
    const { status, body: made } = await register(send, body, token);
    assertEquals([status, made.client_secret_expires_at], [201, 0]);
  }
  const { status, body, headers } = await register(send, webApp, token);
  assertEquals([status, body.error], [401, "invalid_token"]);
  assertMatch(headers.get("www-authenticate")!, /^Bearer realm=".*", error="invalid_token"/);
  assertEquals(headers.get("cache-control"), "no-store");
  assertEquals(lastRefusal(provider), "initial_access_token.used_up");
});

Deno.test("a fault in the metadata uses no initial access token up", async () => {
  await setPolicy(provider, { registration: "token" });
  const { token } = await initialAccessToken(provider);
  assertEquals((await register(send, { redirect_uris: ["/callback"] }, token)).status, 400);
  assertEquals((await register(send, webApp, token)).status, 201);
});

Deno.test("no initial access token that is missing, unknown, expired or revoked registers a client (RFC 7591 section 3)", async () => {
  await setPolicy(provider, { registration: "token" });
  const expired = await initialAccessToken(provider, { expiresIn: 0 });
  const revoked = await initialAccessToken(provider);
  await revokeInitialAccessToken(storeOf(provider), revoked.id, time.now);
  const mistyped = `${revoked.token.slice(0, -1)}${revoked.token.endsWith("a") ? "b" : "a"}`;
  const cases = [
    [undefined, "present"],
    [mistyped, "unknown"],
    [expired.token, "expired"],
    [revoked.token, "revoked"],
  ] as const;
  const told = new Set<string>();
  for (const [token, why] of cases) {
    const { status, body } = await register(send, webApp, token);
    assertEquals([status, lastRefusal(provider)], [401, `initial_access_token.${why}`]);
    told.add(JSON.stringify(body));
  }
  assertEquals(told.size, 1, "Nobody is told which it was");
});

Deno.test("a wrong initial access token is refused where none is needed, too", async () => {
  await open();
  assertEquals((await register(send, webApp, "nonsense")).status, 401);
  const unreadable = await send("/oauth2/register", {
    method: "POST",
    headers: { authorization: "Bearer a b", "content-type": "application/json" },
    body: JSON.stringify(webApp),
  });
  assertEquals([unreadable.status, (await unreadable.json()).error], [400, "invalid_request"]);
});

Deno.test("an update replaces the registration as a whole (RFC 7592 section 2.2)", async () => {
  await open();
  const client = await registered({ ...webApp, contacts: ["ops@app.example"] });
  const change = { redirect_uris: ["https://new.example/callback"], client_name: "New", tos_uri: null };
  const { client_id, client_secret } = client;
  const { status, body } = await configure(send, client, "PUT", { client_id, client_secret, ...change });
  assertEquals([status, body.client_name, body.redirect_uris], [200, "New", change.redirect_uris]);
  assertEquals(["contacts" in body, "tos_uri" in body, "client_secret" in body], [false, false, false]);
  assertEquals(body.grant_types, ["authorization_code"]);
  assertEquals(body.registration_access_token, client.registration_access_token);
  assertEquals((await configure(send, client, "GET")).body, body);
});

Deno.test("what a client reads it can send back: nothing changes, and no secret is made (RFC 7592 section 2.2)", async () => {
  await open();
  const client = await registered({
    ...webApp,
    redirect_uris: ["https://app.example/callback", "http://127.0.0.1/cb", "com.example.app:/cb"],
  });
  const { body } = await configure(send, client, "GET");
  assertEquals((await configure(send, client, "PUT", body)).body, body);
  const row = await db.selectFrom("client").select("version").where("client_id", "=", client.client_id)
    .executeTakeFirstOrThrow();
  assertEquals(row.version, 1);
});

Deno.test("an update with another client's client_id or with a wrong secret is refused (RFC 7592 section 2.2)", async () => {
  await open();
  const client = await registered(), other = await registered();
  for (
    const [member, value] of [
      ["client_id", other.client_id],
      ["client_secret", other.client_secret],
      ["client_secret", 7],
    ] as const
  ) {
    const { status, body } = await configure(send, client, "PUT", { ...webApp, [member]: value });
    assertEquals([status, body.error], [400, "invalid_client_metadata"]);
    assertEquals(lastRefusal(provider), `registration.${member}`);
  }
});

Deno.test("an update is judged like the first registration (RFC 7591 section 5)", async () => {
  await open();
  const client = await registered();
  const { status, body } = await configure(send, client, "PUT", { redirect_uris: ["javascript:alert(1)"] });
  assertEquals([status, body.error], [400, "invalid_redirect_uri"]);
  const greedy = await configure(send, client, "PUT", { grant_types: ["client_credentials"] });
  assertEquals([greedy.status, greedy.body.error], [400, "invalid_client_metadata"]);
});

Deno.test("a client that begins to authenticate gets a secret, and loses it when it stops", async () => {
  await open();
  const spa = await registered({ ...webApp, token_endpoint_auth_method: "none" });
  const { body: made } = await configure(send, spa, "PUT", webApp);
  assertMatch(made.client_secret, /^lk_cs_/);
  const { body: again } = await configure(send, spa, "PUT", webApp);
  assertEquals(["client_secret" in again, again.client_secret_expires_at], [
    false,
    made.client_secret_expires_at,
  ]);
  const { body: without } = await configure(send, spa, "PUT", {
    ...webApp,
    token_endpoint_auth_method: "none",
  });
  assertEquals("client_secret_expires_at" in without, false);
  const live = await db.selectFrom("client_secret").select("id").where("client_id", "=", spa.client_id)
    .where("state", "!=", "revoked").execute();
  assertEquals(live, []);
});

Deno.test("a secret that runs out soon is renewed by an update, and the one before works on for a while", async () => {
  await open();
  const client = await registered(), { client_id, redirect_uris: [redirect_uri] } = client;
  // A registration that is used does not lapse meanwhile.
  await authorizeAs(provider, { ...client, redirect_uri }, person);
  time.now += lifetimes.open_client_secret.default / 2;
  const { body: renewed } = await configure(send, client, "PUT", webApp);
  assertNotEquals(renewed.client_secret, client.client_secret);
  assertEquals(renewed.client_secret_expires_at, time.now + lifetimes.open_client_secret.default);
  for (const client_secret of [client.client_secret, renewed.client_secret]) {
    const both = { client_id, client_secret, redirect_uri };
    const code = codeIn(await authorizeAs(provider, both, person));
    assertEquals((await redeem(send, both, code)).status, 200);
  }
});

Deno.test("a deleted client is gone with its tokens, and so is its registration access token (RFC 7592 section 2.3)", async () => {
  await open();
  const client = await registered(), { redirect_uris: [redirect_uri] } = client;
  const code = codeIn(await authorizeAs(provider, { ...client, redirect_uri }, person));
  const tokens = await redeem(send, { ...client, redirect_uri }, code);
  const gone = await configure(send, client, "DELETE");
  assertEquals([gone.status, gone.body, gone.headers.get("cache-control")], [204, "", "no-store"]);
  for (const method of ["GET", "DELETE"] as const) {
    const { status, body } = await configure(send, client, method);
    assertEquals([status, body.error, lastRefusal(provider)], [
      401,
      "invalid_token",
      "registration_access_token.unknown_client",
    ]);
  }
  const userinfo = await send("/oauth2/userinfo", {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  assertEquals([userinfo.status, await userinfo.text() !== ""], [401, true]);
});

Deno.test("the configuration endpoint is for the client's own registration access token alone (RFC 7592 section 2)", async () => {
  await open();
  const client = await registered(), other = await registered();
  const admins = await addClient(provider), disabled = await registered();
  await moveClient(storeOf(provider), disabled.client_id, "disable", time.now);
  const at = (client_id: string) => `${issuer}/oauth2/register/${client_id}`;
  const wrong = [
    [{ ...client, registration_access_token: other.registration_access_token }, "wrong"],
    [{ ...client, registration_access_token: "nonsense" }, "wrong"],
    [{ ...client, registration_client_uri: at("c_nobody") }, "unknown_client"],
    [{ ...client, registration_client_uri: at(admins.client_id) }, "unknown_client"],
    [{ ...client, registration_client_uri: at("%00%ff%F0") }, "unknown_client"],
    [disabled, "unknown_client"],
  ] as const;
  for (const [registration, why] of wrong) {
    for (const method of ["GET", "PUT", "DELETE"] as const) {
      const { status, body, headers } = await configure(
        send,
        registration,
        method,
        method === "PUT" ? webApp : undefined,
      );
      assertEquals([status, body.error], [401, "invalid_token"]);
      assert(headers.get("www-authenticate")?.includes('error="invalid_token"'));
      assertEquals(headers.get("cache-control"), "no-store");
      assertEquals(lastRefusal(provider), `registration_access_token.${why}`);
    }
  }
  const bare = await send(client.registration_client_uri);
  assertEquals([bare.status, (await bare.json()).error], [401, "invalid_token"]);
  assertEquals(lastRefusal(provider), "registration_access_token.present");
});

Deno.test("a body that is no JSON object is refused by its own fault (RFC 7591 section 3.2.2)", async () => {
  await open();
  const post = async (body: BodyInit, type: string | undefined) => {
    const headers = type === undefined ? {} : { "content-type": type };
    const response = await send("/oauth2/register", { method: "POST", headers, body });
    return [response.status, (await response.json()).error, lastRefusal(provider)];
  };
  const code = "invalid_client_metadata", json = "application/json";
  assertEquals(await post("{", json), [400, code, "json.not_json"]);
  assertEquals(await post(new Uint8Array([0x22, 0xff, 0x22]), json), [400, code, "json.not_json"]);
  for (const body of ["[]", "7", "null", '"text"']) {
    assertEquals(await post(body, json), [400, code, "registration.object"]);
  }
  assertEquals(await post("{}", "text/plain"), [415, code, "json.content_type"]);
  assertEquals(await post(new Uint8Array(), undefined), [415, code, "json.content_type"]);
  assertEquals(await post(`"${"a".repeat(70_000)}"`, json), [413, code, "json.too_large"]);
});

Deno.test("a registration that nobody uses lapses, and one that was used stays (RFC 7591 section 5)", async () => {
  await open();
  const unused = await registered(), used = await registered();
  await authorizeAs(provider, { ...used, redirect_uri: used.redirect_uris[0] }, person);
  time.now += lifetimes.unused_client.default + 1;
  await sweep(db, time.now);
  assertEquals((await configure(send, unused, "GET")).status, 401);
  assertEquals((await configure(send, used, "GET")).status, 200);
});

Deno.test("who may use a client, and how long its tokens live, is nothing that it can register or change by itself (RFC 7591 section 2)", async () => {
  await open();
  const lives = { lifetimes: { id_token: 86_400 } };
  const wish = {
    ...lives,
    allowed_groups: ["staff"],
    allowed_accounts: [person.sub],
    allowed_upstreams: ["example"],
    sign_up: "free",
    link_by_email: true,
  };
  const client = await registered({ ...webApp, ...wish });
  for (const name of Object.keys(wish)) assertEquals(name in client, false, name);
  const store = storeOf(provider), row = (await findClientRow(store, client.client_id))!;
  assertEquals([row.allowed_groups, row.allowed_accounts, row.lifetimes], [null, null, {}]);
  assertEquals([row.allowed_upstreams, row.sign_up, row.link_by_email], [null, null, null]);
  await amendClient(store, client.client_id, row.version, { ...lives, allowed_groups: ["staff"] }, time.now);
  const changed = await configure(send, client, "PUT", {
    ...webApp,
    client_id: client.client_id,
    client_name: "Other",
    allowed_groups: [],
    allowed_accounts: [person.sub],
    lifetimes: { id_token: 60 },
  });
  assertEquals([changed.status, changed.body.client_name], [200, "Other"]);
  const after = (await findClientRow(store, client.client_id))!;
  assertEquals([after.allowed_groups, after.allowed_accounts], [["staff"], null]);
  assertEquals(after.lifetimes, lives.lifetimes);
});
