import { assertEquals, assertMatch } from "@std/assert";
import { openAdmin } from "./admin_server.ts";

const { call } = await openAdmin();
const web = { redirect_uris: ["https://app.example/callback"] };

let serial = 0;
const create = (groups: unknown) =>
  call("POST", "/users", { email: `member${++serial}@people.example`, groups });

Deno.test("a person is put in groups, which a patch replaces and null takes away (RFC 7396)", async () => {
  const { status, body } = await create(["staff", "night shift"]), path = `/users/${body.id}`;
  assertEquals([status, body.groups], [201, ["staff", "night shift"]]);
  assertEquals((await call("PATCH", path, { name: "Ada" })).body.groups, ["staff", "night shift"]);
  assertEquals((await call("PATCH", path, { groups: ["crew"] })).body.groups, ["crew"]);
  assertEquals((await call("GET", path)).body.groups, ["crew"]);
  const none = await call("PATCH", path, { groups: null });
  assertEquals([none.status, "groups" in none.body], [200, false]);
});

Deno.test("a client is for everybody until lists say who may use it, and again when they are taken away", async () => {
  const { body } = await call("POST", "/clients", web), path = `/clients/${body.client_id}`;
  assertEquals([body.allowed_groups, body.allowed_accounts], [null, null]);
  const lists = { allowed_groups: ["staff"], allowed_accounts: ["8a2b6f2e-1111-4222-8333-444455556666"] };
  const narrow = (await call("PATCH", path, lists)).body;
  assertEquals([narrow.allowed_groups, narrow.allowed_accounts], [
    lists.allowed_groups,
    lists.allowed_accounts,
  ]);
  const named = (await call("PATCH", path, { client_name: "Other", allowed_groups: [] })).body;
  assertEquals([named.allowed_groups, named.allowed_accounts], [[], lists.allowed_accounts]);
  const open = (await call("PATCH", path, { allowed_groups: null, allowed_accounts: null })).body;
  assertEquals([open.allowed_groups, open.allowed_accounts], [null, null]);
});

const many = (count: number) => Array.from({ length: count }, (_, at) => `g${at}`);

const refusedGroups: readonly (readonly [unknown, string, RegExp])[] = [
  ["staff", "", /a list/],
  [[""], "/0", /such as "staff"/],
  [[" staff"], "/0", /such as "staff"/],
  [["staff "], "/0", /such as "staff"/],
  [["équipe"], "/0", /such as "staff"/],
  [["a\nb"], "/0", /such as "staff"/],
  [["a".repeat(101)], "/0", /such as "staff"/],
  [["staff", 7], "/1", /a text/],
  [["staff", "staff"], "", /without repetition/],
  [many(101), "", /at most 100/],
];
for (const [groups, pointer, says] of refusedGroups) {
  Deno.test(`groups ${JSON.stringify(groups).slice(0, 40)} of a person or a client are refused at ${pointer || "the whole"}`, async () => {
    const person = await create(groups);
    const client = await call("POST", "/clients", { ...web, allowed_groups: groups });
    assertEquals([person.status, person.body.errors?.[0].pointer], [400, `#/groups${pointer}`]);
    assertEquals(client.status, 400);
    assertMatch(client.body.errors[0].pointer, /^#\/allowed_groups/);
    assertMatch(person.body.errors[0].detail, says);
  });
}

for (const allowed_accounts of ["a", ["ada@people.example"], [""], ["a", "a"], many(1001)]) {
  Deno.test(`allowed_accounts ${JSON.stringify(allowed_accounts).slice(0, 40)} is refused`, async () => {
    const { status, body } = await call("POST", "/clients", { ...web, allowed_accounts });
    assertEquals(status, 400);
    assertMatch(body.errors[0].pointer, /^#\/allowed_accounts/);
  });
}

Deno.test("the longest groups and lists that are allowed are taken", async () => {
  assertEquals((await create(many(99).concat("a".repeat(100)))).status, 201);
  assertEquals((await call("POST", "/clients", { ...web, allowed_groups: many(100) })).status, 201);
  assertEquals((await call("POST", "/clients", { ...web, allowed_accounts: many(1000) })).status, 201);
});
