import { assert, assertEquals, assertMatch } from "@std/assert";
import { lifetimes } from "../../src/domain/tenant_policy.ts";
import { openAdmin } from "./admin_server.ts";

const { call, send, time } = await openAdmin();

/** What the tests here leave alone. */
const others = {
  branding: {},
  registration: "closed",
  require_signed_request_object: false,
  response_types: ["code"],
  session_management: false,
  embedded_sign_in: false,
  open_scopes: [],
  software_statement_issuers: [],
  client_id_metadata_documents: false,
  sign_up: "free",
  allowed_domains: [],
  link_by_email: true,
};

const defaults = Object.fromEntries(
  Object.entries(lifetimes).map(([name, { default: usual }]) => [name, usual]),
);

Deno.test("a new tenant has the defaults of every policy", async () => {
  const { body } = await call("GET", "/tenant");
  assertEquals(body, {
    issuer: "http://localhost:8080",
    display_name: null,
    require_pkce: true,
    legacy_assertion_audience: false,
    scopes: [],
    ...others,
    lifetimes: defaults,
  });
});

for (const [name, { least, most }] of Object.entries(lifetimes)) {
  Deno.test(`the lifetime ${name} is taken from ${least} to ${most} and nowhere else`, async () => {
    for (const good of [least, most]) {
      const { status, body } = await call("PATCH", "/tenant", { lifetimes: { [name]: good } });
      assertEquals([status, body.lifetimes[name]], [200, good]);
    }
    for (const bad of [least - 1, most + 1, least + 0.5, `${least}`]) {
      const { status, body } = await call("PATCH", "/tenant", { lifetimes: { [name]: bad } });
      assertEquals([status, body.errors[0].pointer], [400, `#/lifetimes/${name}`]);
      assertMatch(body.errors[0].detail, new RegExp(`from ${least} to ${most}`));
    }
    const { body } = await call("PATCH", "/tenant", { lifetimes: { [name]: null } });
    assertEquals(body.lifetimes[name], lifetimes[name as keyof typeof lifetimes].default);
  });
}

Deno.test("a change of the policy is there at once, merges, and null restores the default (RFC 7396)", async () => {
  const set = {
    display_name: "Example",
    require_pkce: false,
    legacy_assertion_audience: true,
    scopes: ["a.read"],
    lifetimes: { id_token: 600 },
  };
  const changed = (await call("PATCH", "/tenant", set)).body;
  assertEquals(changed, {
    issuer: "http://localhost:8080",
    ...set,
    ...others,
    lifetimes: { ...defaults, id_token: 600 },
  });
  assertEquals((await call("GET", "/tenant")).body, changed);
  const more = (await call("PATCH", "/tenant", { lifetimes: { session: 3600 } })).body;
  assertEquals([more.lifetimes.id_token, more.lifetimes.session, more.display_name], [600, 3600, "Example"]);
  const back = {
    display_name: null,
    require_pkce: null,
    legacy_assertion_audience: null,
    scopes: null,
    lifetimes: null,
  };
  const { body } = await call("PATCH", "/tenant", back);
  assertEquals([
    body.display_name,
    body.require_pkce,
    body.legacy_assertion_audience,
    body.scopes,
    body.lifetimes,
  ], [
    null,
    true,
    false,
    [],
    defaults,
  ]);
});

Deno.test("what a tenant's pages look like is set, changed and taken back one by one (RFC 7396)", async () => {
  const branding = { accent_color: "#aa3366", logo_uri: "https://example.com/logo.png" };
  assertEquals((await call("PATCH", "/tenant", { branding })).body.branding, branding);
  const { logo_uri, ...colour } = (await call("PATCH", "/tenant", { branding: { accent_color: "#112233" } }))
    .body.branding;
  assertEquals([logo_uri, colour], [branding.logo_uri, { accent_color: "#112233" }]);
  assertEquals((await call("PATCH", "/tenant", { branding: { accent_color: null } })).body.branding, {
    logo_uri,
  });
  assertEquals((await call("PATCH", "/tenant", { branding: null })).body.branding, {});
});

Deno.test("a tenant's own scopes are in discovery a second later (OpenID Connect Discovery section 3)", async () => {
  await call("PATCH", "/tenant", { scopes: ["invoices.read"] });
  time.now += 1;
  const { scopes_supported } = await (await send("/.well-known/openid-configuration")).json();
  assert(scopes_supported.includes("invoices.read"));
  await call("PATCH", "/tenant", { scopes: null });
});

const refused: readonly (readonly [object, string, RegExp])[] = [
  [{ issuer: "https://id.example" }, "#/issuer", /not known/],
  [{ colour: "red" }, "#/colour", /not known.*lifetimes/],
  [{ colour: null }, "#/colour", /not known/],
  [{ lifetimes: { tea: 300 } }, "#/lifetimes/tea", /not known.*authorization_code/],
  [{ lifetimes: [] }, "#/lifetimes", /an object/],
  [{ require_pkce: "no" }, "#/require_pkce", /true or false/],
  [{ display_name: "" }, "#/display_name", /1 to 200/],
  [{ scopes: "a b" }, "#/scopes", /a list/],
  [{ scopes: ["a b"] }, "#/scopes/0", /such as/],
  [{ scopes: ["a", "a"] }, "#/scopes", /without repetition/],
  [{ scopes: ["a", "openid"] }, "#/scopes/1", /standard scope/],
  [{ branding: { accent_color: "red" } }, "#/branding/accent_color", /such as "#0d5c54"/],
  [{ branding: { accent_color: "#0d5c54;}" } }, "#/branding/accent_color", /such as/],
  [{ branding: { accent_color: "#fff" } }, "#/branding/accent_color", /such as/],
  [{ branding: { colour: "#0d5c54" } }, "#/branding/colour", /known are accent_color, logo_uri/],
  [{ branding: { logo_uri: "http://id.example/logo.png" } }, "#/branding/logo_uri", /https/],
  [{ branding: { logo_uri: "https://10.0.0.1/logo.png" } }, "#/branding/logo_uri", /./],
  [{ branding: { logo_uri: "data:image/png;base64,AA" } }, "#/branding/logo_uri", /such as/],
  [{ embedded_sign_in: true }, "#/embedded_sign_in", /not https/],
];
for (const [patch, pointer, says] of refused) {
  Deno.test(`the policy refuses ${JSON.stringify(patch)} at ${pointer}`, async () => {
    const before = (await call("GET", "/tenant")).body;
    const { status, body } = await call("PATCH", "/tenant", patch);
    assertEquals([status, body.errors.length, body.errors[0].pointer], [400, 1, pointer]);
    assertMatch(body.errors[0].detail, says);
    assertEquals((await call("GET", "/tenant")).body, before);
  });
}

Deno.test("two changes of the policy at once both count", async () => {
  const both = [{ display_name: "Both" }, { lifetimes: { session: 7200 } }];
  await Promise.all(both.map((patch) => call("PATCH", "/tenant", patch)));
  const { body } = await call("GET", "/tenant");
  assertEquals([body.display_name, body.lifetimes.session], ["Both", 7200]);
});

const publicKey = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };

Deno.test("who may register, and what clients may have for which nobody vouches, is set here (RFC 7591 section 3)", async () => {
  const set = {
    scopes: ["orders", "refunds"],
    registration: "token",
    open_scopes: ["orders"],
    client_id_metadata_documents: true,
    software_statement_issuers: [{ issuer: "https://vendor.example", jwks: { keys: [publicKey] } }],
  };
  const { status, body } = await call("PATCH", "/tenant", set);
  assertEquals([status, { ...body, ...set }], [200, body]);
});

Deno.test("who at most gets an account by signing in with an upstream is set here", async () => {
  const set = { sign_up: "domains", allowed_domains: ["people.example"], link_by_email: false };
  const { status, body } = await call("PATCH", "/tenant", set);
  assertEquals([status, { ...body, ...set }], [200, body]);
  const none = { sign_up: null, allowed_domains: null, link_by_email: null };
  assertEquals((await call("PATCH", "/tenant", none)).body.sign_up, "free");
});

for (
  const [wrong, pointer] of [
    [{ sign_up: "anybody" }, "#/sign_up"],
    [{ sign_up: "domains" }, "#/allowed_domains"],
    [{ allowed_domains: ["people.example"] }, "#/allowed_domains"],
    [{ sign_up: "domains", allowed_domains: ["People.example"] }, "#/allowed_domains/0"],
    [{ link_by_email: "no" }, "#/link_by_email"],
    [{ registration: "public" }, "#/registration"],
    [{ open_scopes: ["openid"] }, "#/open_scopes/0"],
    [{ open_scopes: ["orders", "nobody's"] }, "#/open_scopes/1"],
    [{ client_id_metadata_documents: "yes" }, "#/client_id_metadata_documents"],
    [
      { software_statement_issuers: [{ issuer: "a", jwks: { keys: [] } }] },
      "#/software_statement_issuers/0/jwks/keys",
    ],
    [
      { software_statement_issuers: [{ issuer: "a", jwks: { keys: [{ ...publicKey, d: "secret" }] } }] },
      "#/software_statement_issuers/0/jwks/keys/0/d",
    ],
    [
      { software_statement_issuers: [{ issuer: "a", jwks: { keys: [{ kty: "oct", k: "secret" }] } }] },
      "#/software_statement_issuers/0/jwks/keys/0/k",
    ],
  ] as const
) {
  Deno.test(`a policy with ${JSON.stringify(wrong)} is refused at its member`, async () => {
    const { status, body } = await call("PATCH", "/tenant", { scopes: ["orders"], ...wrong });
    assertEquals(status, 400);
    assert(
      body.errors.some((fault: { pointer: string }) => fault.pointer === pointer),
      JSON.stringify(body.errors),
    );
  });
}
