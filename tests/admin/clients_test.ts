import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { day } from "../../src/domain/time.ts";
import { documents } from "../support/documents.ts";
import { type AdminServer, openAdmin } from "./admin_server.ts";

const sector_identifier_uri = "https://app.example/redirect_uris.json";
const native = ["com.example.app:/callback", "http://127.0.0.1/callback"];
const server = await openAdmin(documents({ [sector_identifier_uri]: native }));
const { call, time } = server;

const web = { redirect_uris: ["https://app.example/callback"] };
const machine = { grant_types: ["client_credentials"], scope: "invoices.read" };

/** The status of a client_credentials request with this secret. */
async function tokenStatus({ send }: AdminServer, client_id: string, client_secret: string): Promise<number> {
  const response = await send("/oauth2/token", {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  await response.body?.cancel();
  return response.status;
}

Deno.test("a registered client has the defaults of RFC 7591 section 2, and its secret is shown once", async () => {
  const made = await call("POST", "/clients", { ...web, client_name: "Example" });
  const { client_id, client_secret, ...rest } = made.body;
  assertEquals(made.status, 201);
  assertEquals(made.headers.get("location"), `http://localhost:8080/api/v1/clients/${client_id}`);
  assertMatch(client_secret, /^lk_cs_/);
  assertEquals(rest, {
    client_name: "Example",
    application_type: "web",
    redirect_uris: ["https://app.example/callback"],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
    subject_type: "public",
    id_token_signed_response_alg: "RS256",
    description: "",
    require_pkce: null,
    first_party: false,
    access_token_format: "jwt",
    refresh_rotation: "always",
    session_refresh_tokens: false,
    scope_claims_in_id_token: false,
    legacy_assertion_audience: null,
    allowed_groups: null,
    allowed_accounts: null,
    allowed_upstreams: null,
    sign_up: null,
    allowed_domains: null,
    link_by_email: null,
    origin: "admin",
    enabled: true,
    client_id_issued_at: time.now,
    created_at: "2027-01-15T08:00:00Z",
    client_secret_expires_at: 0,
  });
  const { client_secret_expires_at: _, ...shown } = rest;
  assertEquals((await call("GET", `/clients/${client_id}`)).body, { client_id, ...shown });
});

Deno.test("a client_id is no UUID, so that none can be a subject identifier (RFC 9700 section 4.15)", async () => {
  const { body } = await call("POST", "/clients", web);
  assertMatch(body.client_id, /^c_[0-9A-Za-z]{22}$/);
});

Deno.test("a public client gets no secret (RFC 7591 section 3.2.1)", async () => {
  const { status, body } = await call("POST", "/clients", { ...web, token_endpoint_auth_method: "none" });
  assertEquals([status, "client_secret" in body, "client_secret_expires_at" in body], [201, false, false]);
});

Deno.test("a client keeps every member that it was registered with", async () => {
  const full = {
    client_name: "Example",
    client_uri: "https://app.example",
    logo_uri: "https://app.example/logo.png",
    policy_uri: "https://app.example/policy",
    tos_uri: "https://app.example/tos",
    contacts: ["team@app.example"],
    application_type: "native",
    redirect_uris: native,
    post_logout_redirect_uris: ["https://app.example/"],
    grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_post",
    scope: "openid profile invoices.read",
    subject_type: "pairwise",
    sector_identifier_uri,
    id_token_signed_response_alg: "ES256",
    default_max_age: 600,
    require_auth_time: true,
    default_acr_values: ["1"],
    description: "Ours\nsince 2026",
    require_pkce: false,
    first_party: true,
    access_token_format: "opaque",
    refresh_rotation: "never",
    session_refresh_tokens: true,
    scope_claims_in_id_token: true,
    legacy_assertion_audience: true,
    lifetimes: { session: 3600, id_token: 300 },
    allowed_groups: ["staff"],
    allowed_accounts: ["8a2b6f2e-1111-4222-8333-444455556666"],
    allowed_upstreams: ["example"],
    sign_up: "domains",
    allowed_domains: ["people.example"],
    link_by_email: false,
  };
  const { client_id } = (await call("POST", "/clients", full)).body;
  const { origin, enabled, client_id_issued_at, created_at, ...shown } =
    (await call("GET", `/clients/${client_id}`)).body;
  assertEquals(shown, { client_id, ...full });
  assertEquals([origin, enabled, client_id_issued_at, created_at.slice(0, 4)], [
    "admin",
    true,
    time.now,
    "2027",
  ]);
});

// What is wrong, where that is said, and what has to be said.
const refused: readonly (readonly [unknown, string, RegExp])[] = [
  [{}, "#/redirect_uris", /at least one URI/],
  [{ redirect_uris: ["http://app.example/"] }, "#/redirect_uris/0", /https.*loopback/],
  [{ redirect_uris: "https://app.example/" }, "#/redirect_uris", /a list/],
  [{ redirect_uris: [1] }, "#/redirect_uris/0", /a text/],
  [{ redirect_uris: [...web.redirect_uris, ...web.redirect_uris] }, "#/redirect_uris", /without repetition/],
  [
    { ...web, grant_types: ["password"] },
    "#/grant_types/0",
    /authorization_code, refresh_token, client_credentials/,
  ],
  [{ ...web, grant_types: [] }, "#/grant_types", /at least 1/],
  [{ ...web, response_types: ["device_code"] }, "#/response_types/0", /one of code/],
  [
    { ...web, token_endpoint_auth_method: "tls_client_auth" },
    "#/token_endpoint_auth_method",
    /client_secret_basic.*private_key_jwt/,
  ],
  [
    { ...web, token_endpoint_auth_method: "private_key_jwt" },
    "#/token_endpoint_auth_method",
    /a public key/,
  ],
  [{ ...web, token_endpoint_auth_signing_alg: "none" }, "#/token_endpoint_auth_signing_alg", /HS256.*ES256/],
  [{ ...web, sign_up: "domains" }, "#/allowed_domains", /is needed where sign_up is domains/],
  [{ ...web, allowed_domains: ["people.example"] }, "#/allowed_domains", /must be empty/],
  [{ ...web, legacy_assertion_audience: "yes" }, "#/legacy_assertion_audience", /true or false, or null/],
  [{ ...web, id_token_signed_response_alg: "none" }, "#/id_token_signed_response_alg", /RS256, ES256, EdDSA/],
  [{ ...web, application_type: "spa" }, "#/application_type", /web, native/],
  [{ ...web, access_token_format: "JWT" }, "#/access_token_format", /jwt, opaque/],
  [{ ...web, default_max_age: -1 }, "#/default_max_age", /from 0 to/],
  [{ ...web, default_max_age: 1.5 }, "#/default_max_age", /whole number/],
  [{ ...web, require_auth_time: "yes" }, "#/require_auth_time", /true or false/],
  [{ ...web, require_pkce: "yes" }, "#/require_pkce", /true or false, or null/],
  [{ ...web, client_name: "" }, "#/client_name", /1 to 200/],
  [{ ...web, client_name: "a".repeat(201) }, "#/client_name", /1 to 200/],
  [{ ...web, client_name: "a\0" }, "#/client_name", /U\+0000/],
  [{ ...web, client_name: "\ud800" }, "#/client_name", /Unicode/],
  [{ ...web, scope: " openid" }, "#/scope", /one space/],
  [{ ...web, logo_uri: "javascript:alert(1)" }, "#/logo_uri", /https/],
  [{ ...web, refresh_rotation: "never", token_endpoint_auth_method: "none" }, "#/refresh_rotation", /public/],
  [{ ...web, client_id: "mine" }, "#/client_id", /not known.*client_name/],
  [{ ...web, redirect_uri: "https://app.example/" }, "#/redirect_uri", /not known.*redirect_uris/],
  [{ ...web, "a/b~c": 1 }, "#/a~1b~0c", /not known/],
  [[], "#", /an object/],
  [null, "#", /an object/],
  ["text", "#", /an object/],
];

for (const [body, pointer, says] of refused) {
  Deno.test(`registering a client refuses ${JSON.stringify(body).slice(0, 80)} at ${pointer}`, async () => {
    const answer = await call("POST", "/clients", JSON.stringify(body));
    assertEquals(answer.status, 400);
    const [fault, ...others] = answer.body.errors;
    assertEquals([fault.pointer, others.length], [pointer, 0]);
    assertMatch(fault.detail, says);
    assertMatch(answer.body.detail, says);
  });
}

Deno.test("registering a client names everything that is wrong at once", async () => {
  const { body } = await call("POST", "/clients", {
    redirect_uris: ["https://app.example/#a", "http://app.example/"],
    scope: "",
    colour: "red",
  });
  assertEquals(
    body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted(),
    ["#/colour", "#/scope"],
  );
  const rules = await call("POST", "/clients", {
    redirect_uris: ["https://app.example/#a", "http://app.example/"],
    scope: "a  b",
  });
  assertEquals(rules.body.errors.map(({ pointer }: { pointer: string }) => pointer), [
    "#/redirect_uris/0",
    "#/redirect_uris/1",
    "#/scope",
  ]);
  assertMatch(rules.body.detail, /redirect_uris\/0, redirect_uris\/1, scope/);
});

Deno.test("clients are listed page by page, oldest first, each once, also those of one second", async () => {
  const { call } = await openAdmin();
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.push((await call("POST", "/clients", web)).body.client_id);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await call("GET", `/clients?limit=2${after ? `&after=${after}` : ""}`);
    assert(page.body.clients.length <= 2);
    seen.push(...page.body.clients.map((client: { client_id: string }) => client.client_id));
    after = page.body.next;
  } while (after !== null);
  assertEquals(seen, made.toSorted());
  const all = await call("GET", "/clients");
  assertEquals([all.body.clients.length, all.body.next], [5, null]);
  assertEquals((await call("GET", "/clients?limit=5")).body.next, null);
});

Deno.test("PATCH merges: it sets, removes by null, replaces lists, and leaves the rest (RFC 7396)", async () => {
  const given = { ...web, client_name: "Before", contacts: ["a", "b"], scope: "openid", require_pkce: true };
  const { client_id, client_secret: _, client_secret_expires_at: __, ...before } =
    (await call("POST", "/clients", given)).body;
  const patch = { client_name: "After", contacts: ["c"], scope: null, require_pkce: null, first_party: true };
  for (const type of ["application/merge-patch+json", "application/json; charset=utf-8"]) {
    const { status, body } = await call("PATCH", `/clients/${client_id}`, patch, { "content-type": type });
    const { scope: ___, ...rest } = before;
    assertEquals(status, 200);
    assertEquals(body, {
      client_id,
      ...rest,
      client_name: "After",
      contacts: ["c"],
      require_pkce: null,
      first_party: true,
    });
    assertEquals((await call("GET", `/clients/${client_id}`)).body, body);
  }
});

Deno.test("PATCH judges the client as it would be, and changes nothing where it refuses", async () => {
  const { client_id } = (await call("POST", "/clients", web)).body;
  const before = (await call("GET", `/clients/${client_id}`)).body;
  const rows: readonly (readonly [unknown, string])[] = [
    [{ redirect_uris: null }, "#/redirect_uris"],
    [{ grant_types: ["client_credentials"] }, "#/grant_types"],
    [{ client_name: "x", colour: null }, "#/colour"],
    [{ enabled: false }, "#/enabled"],
    [{ client_name: 5 }, "#/client_name"],
    [[], "#"],
  ];
  for (const [patch, pointer] of rows) {
    const { status, body } = await call("PATCH", `/clients/${client_id}`, patch);
    assertEquals([status, body.errors[0].pointer], [400, pointer]);
  }
  assertEquals((await call("GET", `/clients/${client_id}`)).body, before);
});

Deno.test("two changes of one client at once both count", async () => {
  const { client_id } = (await call("POST", "/clients", web)).body;
  const both = [{ client_name: "Name" }, { description: "Note" }];
  const answers = await Promise.all(both.map((patch) => call("PATCH", `/clients/${client_id}`, patch)));
  assertEquals(answers.map(({ status }) => status), [200, 200]);
  const { body } = await call("GET", `/clients/${client_id}`);
  assertEquals([body.client_name, body.description], ["Name", "Note"]);
});

Deno.test("a client that begins to authenticate gets a secret, and one that stops loses it", async () => {
  const first = (await call("POST", "/clients", machine)).body;
  const path = `/clients/${first.client_id}`;
  assertEquals(await tokenStatus(server, first.client_id, first.client_secret), 200);
  const same = await call("PATCH", path, { token_endpoint_auth_method: "client_secret_post" });
  assertEquals("client_secret" in same.body, false, "another method of the same secret changes no secret");
  const open = { token_endpoint_auth_method: "none", grant_types: null, response_types: null, ...web };
  assertEquals("client_secret" in (await call("PATCH", path, open)).body, false);
  const again = (await call("PATCH", path, {
    token_endpoint_auth_method: null,
    grant_types: ["client_credentials"],
    response_types: [],
  })).body;
  assertMatch(again.client_secret, /^lk_cs_/);
  assertEquals(await tokenStatus(server, first.client_id, first.client_secret), 401);
  assertEquals(await tokenStatus(server, first.client_id, again.client_secret), 200);
});

Deno.test("a rotated secret and its successor both work until the overlap has passed", async () => {
  const { client_id, client_secret } = (await call("POST", "/clients", machine)).body;
  const rotated = await call("POST", `/clients/${client_id}/rotate-secret`);
  assertEquals(rotated.status, 200);
  assertNotEquals(rotated.body.client_secret, client_secret);
  assertEquals(Date.parse(rotated.body.previous_secret_expires_at) / 1000, time.now + day);
  assertEquals("client_secret" in (await call("GET", `/clients/${client_id}`)).body, false);
  time.now += day - 1;
  assertEquals(await tokenStatus(server, client_id, client_secret), 200);
  assertEquals(await tokenStatus(server, client_id, rotated.body.client_secret), 200);
  time.now += 1;
  assertEquals(await tokenStatus(server, client_id, client_secret), 401);
  assertEquals(await tokenStatus(server, client_id, rotated.body.client_secret), 200);
});

Deno.test("of three secrets only the last two work", async () => {
  const { client_id, client_secret } = (await call("POST", "/clients", machine)).body;
  const path = `/clients/${client_id}/rotate-secret`;
  const [second, third] = [await call("POST", path), await call("POST", path)];
  const secrets = [client_secret, second.body.client_secret, third.body.client_secret];
  const statuses = [];
  for (const secret of secrets) statuses.push(await tokenStatus(server, client_id, secret));
  assertEquals(statuses, [401, 200, 200]);
});

Deno.test("two rotations at once both succeed, and the two secrets that they showed work", async () => {
  const { client_id } = (await call("POST", "/clients", machine)).body;
  const path = `/clients/${client_id}/rotate-secret`;
  const rotated = await Promise.all([call("POST", path), call("POST", path)]);
  for (const { status, body } of rotated) {
    assertEquals([status, await tokenStatus(server, client_id, body.client_secret)], [200, 200]);
  }
});

Deno.test("the overlap of two secrets is the tenant's policy", async () => {
  const { call } = server;
  await call("PATCH", "/tenant", { lifetimes: { client_secret_overlap: 0 } });
  time.now += 2; // a server reads the policy again after a second
  const { client_id, client_secret } = (await call("POST", "/clients", machine)).body;
  const rotated = await call("POST", `/clients/${client_id}/rotate-secret`);
  assertEquals(await tokenStatus(server, client_id, client_secret), 401);
  assertEquals(await tokenStatus(server, client_id, rotated.body.client_secret), 200);
  await call("PATCH", "/tenant", { lifetimes: { client_secret_overlap: null } });
});

Deno.test("a public client has no secret to rotate", async () => {
  const { body } = await call("POST", "/clients", { ...web, token_endpoint_auth_method: "none" });
  const { status, body: problem } = await call("POST", `/clients/${body.client_id}/rotate-secret`);
  assertEquals(status, 409);
  assertMatch(problem.detail, /token_endpoint_auth_method/);
});

Deno.test("a disabled client gets no token until it is enabled; asking twice is asking once", async () => {
  const { client_id, client_secret } = (await call("POST", "/clients", machine)).body;
  for (const [event, enabled, token] of [["disable", false, 401], ["enable", true, 200]] as const) {
    for (let i = 0; i < 2; i++) {
      const { status, body } = await call("POST", `/clients/${client_id}/${event}`);
      assertEquals([status, body.enabled], [200, enabled]);
    }
    assertEquals((await call("GET", `/clients/${client_id}`)).body.enabled, enabled);
    assertEquals(await tokenStatus(server, client_id, client_secret), token);
  }
});

Deno.test("a deleted client is gone for every method, and its secret with it", async () => {
  const { client_id, client_secret } = (await call("POST", "/clients", machine)).body;
  assertEquals((await call("DELETE", `/clients/${client_id}`)).status, 204);
  assertEquals(await tokenStatus(server, client_id, client_secret), 401);
  const all = (await call("GET", "/clients?limit=200")).body.clients;
  assertEquals(all.some((client: { client_id: string }) => client.client_id === client_id), false);
  const ways = [
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["POST", "/rotate-secret"],
    ["POST", "/disable"],
    ["POST", "/enable"],
  ];
  for (const [method, more] of ways) {
    const answer = await call(method!, `/clients/${client_id}${more}`, method === "PATCH" ? {} : undefined);
    assertEquals(answer.status, 404, `${method} ${more}`);
    assertMatch(answer.body.detail, new RegExp(client_id));
  }
});

for (const name of ["nobody", "%00", "a%20b", "%C3%A4", "x".repeat(300)]) {
  Deno.test(`a client ${name.slice(0, 20)} that cannot be or is not there is not found`, async () => {
    assertEquals((await call("GET", `/clients/${name}`)).status, 404);
  });
}

Deno.test("what people read of a client is set, changed and taken away in each language (RFC 7591 section 2.2)", async () => {
  const said = { "client_name#de": "Drucke", "tos_uri#ja": "https://app.example/ja" };
  const made = await call("POST", "/clients", { ...web, client_name: "Prints", ...said });
  const path = `/clients/${made.body.client_id}`,
    told = ({ body }: typeof made) => [
      body["client_name#de"],
      body["tos_uri#ja"],
    ];
  assertEquals([made.status, told(made)], [201, ["Drucke", "https://app.example/ja"]]);
  assertEquals(told(await call("PATCH", path, { description: "a note" })), told(made));
  const patched = await call("PATCH", path, { "client_name#de": "Bilder", "tos_uri#ja": null });
  assertEquals([patched.status, told(patched)], [200, ["Bilder", undefined]]);
  assertEquals(told(await call("GET", path)), ["Bilder", undefined]);
  for (
    const wrong of [{ "scope#de": "openid" }, { "client_name#d": "a" }, { "tos_uri#de": "http://a.example/" }]
  ) {
    assertEquals((await call("PATCH", path, wrong)).status, 400, JSON.stringify(wrong));
  }
});
