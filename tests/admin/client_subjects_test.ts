import { assertEquals, assertMatch } from "@std/assert";
import { openAdmin } from "./admin_server.ts";

const { call, deployment } = await openAdmin();

const pairwise = { redirect_uris: ["https://app.example/callback"], subject_type: "pairwise" };
const ada = (await call("POST", "/users", { email: "ada@people.example" })).body;
const register = async (members: object) => (await call("POST", "/clients", members)).body;

/** What is refused at registration, where that is said, and what has to be said. */
const refused: readonly (readonly [object, string, RegExp])[] = [
  [{ subject_type: "private" }, "#/subject_type", /public, pairwise/],
  [
    { redirect_uris: [...pairwise.redirect_uris, "https://other.example/callback"] },
    "#/sector_identifier_uri",
    /one host/,
  ],
  [{ redirect_uris: ["com.example.app:/callback"] }, "#/sector_identifier_uri", /one host/],
  [{ sector_identifier_uri: "http://app.example/uris.json" }, "#/sector_identifier_uri", /https/],
  [{ sector_identifier_uri: "app.example" }, "#/sector_identifier_uri", /https/],
  [{ sector_identifier_uri: "" }, "#/sector_identifier_uri", /characters/],
];

for (const [change, pointer, detail] of refused) {
  Deno.test(`a pairwise client with ${JSON.stringify(change)} is refused (OpenID Connect Core section 8.1)`, async () => {
    const { status, body } = await call("POST", "/clients", { ...pairwise, ...change });
    assertEquals([status, body.errors.map((fault: { pointer: string }) => fault.pointer)], [400, [pointer]]);
    assertMatch(body.errors[0].detail, detail);
  });
}

const changes: readonly (readonly [string, object, object, string])[] = [
  ["a pairwise client to public", {}, { subject_type: "public" }, "#/subject_type"],
  ["a pairwise client to the default", {}, { subject_type: null }, "#/subject_type"],
  ["a public client to pairwise", { subject_type: "public" }, { subject_type: "pairwise" }, "#/subject_type"],
  [
    "a pairwise client's one host",
    {},
    { redirect_uris: ["https://other.example/callback"] },
    "#/sector_identifier_uri",
  ],
];

for (const [what, members, patch, pointer] of changes) {
  Deno.test(`a change of ${what} is refused and changes nothing: everybody would be somebody else there (OpenID Connect Core section 8)`, async () => {
    const { client_id } = await register({ ...pairwise, ...members });
    const before = (await call("GET", `/clients/${client_id}`)).body;
    const { status, body } = await call("PATCH", `/clients/${client_id}`, { ...patch, client_name: "Moved" });
    assertEquals([status, body.errors[0].pointer], [400, pointer]);
    assertEquals((await call("GET", `/clients/${client_id}`)).body, before);
  });
}

Deno.test("a pairwise client may have another address on its host, and a public one another host", async () => {
  const { client_id } = await register(pairwise),
    open = await register({ ...pairwise, subject_type: "public" });
  const redirect_uris = ["https://app.example/elsewhere"], moved = ["https://other.example/callback"];
  assertEquals((await call("PATCH", `/clients/${client_id}`, { redirect_uris })).status, 200);
  assertEquals((await call("PATCH", `/clients/${open.client_id}`, { redirect_uris: moved })).status, 200);
});

Deno.test("the API says whom a client means by a sub, pairwise or public, also when it is disabled (OpenID Connect Core section 8)", async () => {
  const { client_id } = await register(pairwise),
    open = await register({ ...pairwise, subject_type: "public" });
  const sub = deployment.pairwise.subject("app.example", ada.id);
  const { set_password_url: _, set_password_expires_at: __, ...user } = ada;
  const shown = { sub, client_id, user };
  assertEquals((await call("GET", `/clients/${client_id}/subjects/${sub}`)).body, shown);
  const own = await call("GET", `/clients/${open.client_id}/subjects/${ada.id}`);
  assertEquals(own.body, { sub: ada.id, client_id: open.client_id, user });
  await call("POST", `/clients/${client_id}/disable`);
  assertEquals((await call("GET", `/clients/${client_id}/subjects/${sub}`)).body, shown);
});

Deno.test("a sub means nobody where it was not told: at clients of another sector or kind, or made up", async () => {
  const { client_id } = await register(pairwise);
  const other = await register({ ...pairwise, redirect_uris: ["https://other.example/callback"] });
  const sub = deployment.pairwise.subject("app.example", ada.id);
  const rows = [
    [other.client_id, sub],
    [client_id, ada.id],
    [client_id, "p_AAAAAAAAAAAAAAAAAAAAAA"],
    [client_id, "nobody"],
    ["c_nobody", sub],
  ];
  for (const [client, named] of rows) {
    const { status, body } = await call("GET", `/clients/${client}/subjects/${named}`);
    assertEquals([status, body.type.split("/").at(-1)], [404, "not_found"], `${client} ${named}`);
  }
});
