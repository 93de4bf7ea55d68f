import { assertEquals, assertMatch } from "@std/assert";
import { documents } from "../support/documents.ts";
import { openAdmin } from "./admin_server.ts";

const sector_identifier_uri = "https://sector.example/redirect_uris.json";
const redirect_uris = ["https://app.example/callback", "https://other.example/callback"];
const pairwise = { subject_type: "pairwise", sector_identifier_uri, redirect_uris };

const network = documents();
const { call, deployment, db } = await openAdmin(network);

/** What is at the address from now on; undefined: it cannot be reached. */
function serve(document: unknown): void {
  if (document === undefined) network.at.delete(sector_identifier_uri);
  else network.at.set(sector_identifier_uri, document);
}

const clients = async () => (await db.selectFrom("client").select("client_id").execute()).length;

async function registered(): Promise<string> {
  serve(redirect_uris);
  const { status, body } = await call("POST", "/clients", pairwise);
  assertEquals(status, 201);
  return body.client_id;
}

Deno.test("redirect URIs on several hosts make one sector, whose owner names them all (OpenID Connect Core section 8.1)", async () => {
  const client_id = await registered();
  assertEquals(network.asked.at(-1), {
    url: sector_identifier_uri,
    asked: { accept: ["application/json"], maxBytes: 65_536 },
  });
  const { body: { id } } = await call("POST", "/users", { email: "ada@people.example" });
  const sub = deployment.pairwise.subject("sector.example", id);
  assertEquals((await call("GET", `/clients/${client_id}/subjects/${sub}`)).body.user.id, id);
});

const documentsRefused: readonly (readonly [string, unknown, RegExp])[] = [
  ["cannot be fetched", undefined, /^could not be fetched$/],
  ["lacks one", redirect_uris.slice(1), /lacks https:\/\/app\.example\/callback$/],
  ["is an object", { redirect_uris }, /JSON array/],
  ["holds numbers", [...redirect_uris, 1], /JSON array/],
  ["is not JSON", "redirect_uris", /JSON array/],
  ["is not UTF-8", new Uint8Array([0x5b, 0xff, 0x5d]), /JSON array/],
  ["is too long", "x".repeat(65_537), /^could not be fetched$/],
];

for (const [what, document, detail] of documentsRefused) {
  Deno.test(`registration and every change are refused where the sector document ${what} (OpenID Connect Dynamic Client Registration section 5)`, async () => {
    const client_id = await registered(), path = `/clients/${client_id}`;
    const before = (await call("GET", path)).body, many = await clients();
    serve(document);
    const more = [...redirect_uris, "https://third.example/callback"];
    const answers = [
      await call("POST", "/clients", pairwise),
      await call("POST", "/clients", { ...pairwise, subject_type: "public" }),
      await call("PATCH", path, { redirect_uris: more }),
    ];
    for (const { status, body } of answers) {
      assertEquals([status, body.errors[0].pointer], [400, "#/sector_identifier_uri"]);
    }
    assertMatch(answers[0]!.body.errors[0].detail, detail);
    assertEquals([(await call("GET", path)).body, await clients()], [before, many]);
  });
}

Deno.test("nothing is fetched for a change that leaves the sector and its redirect URIs alone, or takes some away", async () => {
  const client_id = await registered(), path = `/clients/${client_id}`;
  serve(undefined);
  const asked = network.asked.length;
  assertEquals((await call("PATCH", path, { client_name: "New" })).status, 200);
  assertEquals((await call("PATCH", path, { redirect_uris: redirect_uris.slice(1) })).status, 200);
  assertEquals(network.asked.length, asked);
  assertEquals((await call("PATCH", path, { redirect_uris })).status, 400);
});

Deno.test("an address that may not be fetched from is refused like one that cannot be reached (OpenID Connect Dynamic Client Registration section 5)", async () => {
  for (
    const host of ["127.0.0.1", "[::1]", "169.254.169.254", "user@sector.example", "sector.example:8443"]
  ) {
    const uri = `https://${host}/redirect_uris.json`;
    const { status, body } = await call("POST", "/clients", { ...pairwise, sector_identifier_uri: uri });
    assertEquals([status, body.errors[0].pointer], [400, "#/sector_identifier_uri"], host);
  }
});

Deno.test("a client that is changed while its sector document is fetched is judged again, and both changes count", async () => {
  const client_id = await registered(), path = `/clients/${client_id}`;
  const answers = await Promise.all([
    call("PATCH", path, { redirect_uris: redirect_uris.toReversed(), client_name: "New" }),
    call("PATCH", path, { description: "Note" }),
    call("PATCH", path, { default_max_age: 5 }),
  ]);
  assertEquals(answers.map(({ status }) => status), [200, 200, 200]);
  const { client_name, description, default_max_age } = (await call("GET", path)).body;
  assertEquals([client_name, description, default_max_age], ["New", "Note", 5]);
});
