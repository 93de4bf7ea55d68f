import { assert, assertEquals, assertMatch } from "@std/assert";
import { at, type Json, openAdmin } from "./admin_server.ts";

const { call } = await openAdmin();
const redirect_uris = ["https://app.example/callback"];
const department = { attribute: "department", scope: "work", to: ["id_token", "userinfo"] };
await call("PATCH", "/tenant", { scopes: ["work"] });

const register = (claim_mappings: unknown, more: object = {}) =>
  call("POST", "/clients", { redirect_uris, claim_mappings, ...more });

let serial = 0;
const create = (attributes: unknown) =>
  call("POST", "/users", { email: `noted${++serial}@people.example`, attributes });

Deno.test("a client is told custom claims that are set, changed and taken back one by one (RFC 7396)", async () => {
  const level = { attribute: "level", scope: "profile", to: [] };
  const { status, body } = await register({ department });
  assertEquals([status, body.claim_mappings], [201, { department }]);
  const path = `/clients/${body.client_id}`;
  const patch = { claim_mappings: { level, department: { to: ["userinfo"] } } };
  const more = { level, department: { ...department, to: ["userinfo"] } };
  assertEquals((await call("PATCH", path, patch)).body.claim_mappings, more);
  assertEquals((await call("GET", path)).body.claim_mappings, more);
  assertEquals((await call("PATCH", path, { client_name: "Other" })).body.claim_mappings, more);
  const less = await call("PATCH", path, { claim_mappings: { department: null } });
  assertEquals(less.body.claim_mappings, { level });
  const none = await call("PATCH", path, { claim_mappings: null });
  assertEquals([none.status, "claim_mappings" in none.body], [200, false]);
});

const refusedMappings: readonly (readonly [unknown, string, RegExp])[] = [
  [{ sub: department }, "/sub", /tokens say it themselves/],
  [{ name: department }, "/name", /a standard scope releases it/],
  [{ department: { ...department, scope: "payroll" } }, "/department/scope", /one of.*openid.*work/],
  [{ department: { ...department, to: ["access_token"] } }, "/department/to/0", /id_token, userinfo/],
  [{ department: { ...department, to: ["userinfo", "userinfo"] } }, "/department/to", /without repetition/],
  [{ department: { attribute: "department", scope: "work" } }, "/department/to", /required/],
  [{ department: { ...department, attribute: "a b" } }, "/department/attribute", /such as "department"/],
  [{ department: { ...department, value: "x" } }, "/department/value", /known are attribute, scope, to/],
  [{ department: "department" }, "/department", /an object with attribute/],
  [{ "a claim": department }, "/a%20claim", /one matches/],
  [{ "name#de": department }, "/name%23de", /one matches/],
  [["department"], "", /an object of at most 100 members/],
  [
    Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, department])),
    "",
    /an object of at most 100 members/,
  ],
];
for (const [mappings, pointer, says] of refusedMappings) {
  Deno.test(`claim_mappings ${JSON.stringify(mappings).slice(0, 90)} is refused at ${pointer || "the whole"}`, async () => {
    const { status, body } = await register(mappings);
    assertEquals([status, body.errors?.[0].pointer], [400, `#/claim_mappings${pointer}`]);
    assertMatch(body.errors[0].detail, says);
  });
}

Deno.test("the scope of a mapping is one of the client's own where it has a list", async () => {
  const { status, body } = await register({ department }, { scope: "openid profile" });
  assertEquals([status, body.errors[0].pointer], [400, "#/claim_mappings/department/scope"]);
  assertEquals((await register({ department }, { scope: "openid work" })).status, 201);
});

Deno.test("a person keeps attributes of every kind, changed and taken back one by one (RFC 7396)", async () => {
  const attributes = { department: "Engines", level: -3, remote: true, badges: ["staff", "crew"], none: [] };
  const { status, body } = await create(attributes);
  assertEquals([status, body.attributes], [201, attributes]);
  const path = `/users/${body.id}`, { level: _, ...rest } = attributes;
  const changed = await call("PATCH", path, { attributes: { level: null, badges: ["staff"] } });
  assertEquals(changed.body.attributes, { ...rest, badges: ["staff"] });
  assertEquals((await call("PATCH", path, { name: "Ada" })).body.attributes, changed.body.attributes);
  const none = await call("PATCH", path, { attributes: null });
  assertEquals([none.status, "attributes" in none.body], [200, false]);
});

const long = (length: number) => "a".repeat(length);
const refusedAttributes: readonly (readonly [unknown, string, RegExp])[] = [
  [{ "a b": "x" }, "/a%20b", /one matches/],
  [{ _a: "x" }, "/_a", /one matches/],
  [{ department: "" }, "/department", /a text of 1 to 2000/],
  [{ department: long(2001) }, "/department", /a text of 1 to 2000/],
  [{ department: { name: "Engines" } }, "/department", /a text.*whole number.*true or false.*a list/],
  [{ level: 1.5 }, "/level", /a whole number/],
  [{ level: 2 ** 60 }, "/level", /a whole number/],
  [{ groups: ["staff"] }, "/groups", /one matches/],
  [{ badges: ["staff", 7] }, "/badges/1", /a text/],
  [{ badges: Array(201).fill("a") }, "/badges", /at most 200/],
  [{ department: "a\0" }, "/department", /U\+0000/],
  ["department", "", /an object of at most 100 members/],
  [Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`a${i}`, 1])), "", /at most 100 members/],
  [Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${i}`, long(2000)])), "", /16384 bytes/],
];
for (const [attributes, pointer, says] of refusedAttributes) {
  Deno.test(`attributes ${JSON.stringify(attributes).slice(0, 60)} are refused at ${pointer || "the whole"}`, async () => {
    const { status, body } = await create(attributes);
    assertEquals([status, body.errors?.[0].pointer], [400, `#/attributes${pointer}`]);
    assertMatch(body.errors[0].detail, says);
  });
}

Deno.test("attributes that are too large after a change are refused, and nothing changes", async () => {
  const half = (name: string) =>
    Object.fromEntries(Array.from({ length: 5 }, (_, i) => [name + i, long(2000)]));
  const { body } = await create(half("a"));
  const { status, body: refused } = await call("PATCH", `/users/${body.id}`, { attributes: half("b") });
  assertEquals([status, refused.errors[0].pointer], [400, "#/attributes"]);
  assertEquals((await call("GET", `/users/${body.id}`)).body.attributes, half("a"));
});

Deno.test("the API's description has both members by patterns of names (OpenAPI 3.1 section 4.8.24)", async () => {
  const { body: description } = await call("GET", "/openapi.json");
  for (const [schema, member] of [["NewUser", "attributes"], ["NewClient", "claim_mappings"]]) {
    const { patternProperties = {} } = at(
      description,
      `#/components/schemas/${schema}/properties/${member}`,
    ) as {
      readonly patternProperties?: Json;
    };
    assert(Object.keys(patternProperties).length === 1);
  }
});
