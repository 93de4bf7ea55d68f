import { assert, assertEquals } from "@std/assert";
import { openFetch } from "../../src/cli/open_fetch.ts";
import { openBrowser } from "../support/browser.ts";
import { addTenant } from "../support/tenant.ts";
import { openAdmin } from "./admin_server.ts";

const server = await openAdmin(), { call, send, time, issuer, deployment, db } = server;
const authorization = `Bearer ${deployment.adminToken}`;

/** Calls the admin API of a tenant. */
const at = (slug: string, path: string, init: RequestInit = {}) =>
  send(`${issuer}/t/${slug}/api/v1${path}`, {
    ...init,
    headers: { authorization, "content-type": "application/json" },
  });

Deno.test("a tenant is made, shown and listed, and has keys and an issuer of its own", async () => {
  const made = await call("POST", "/tenants", { slug: "acme", display_name: "Acme" });
  const acme = {
    slug: "acme",
    host: null,
    issuer: `${issuer}/t/acme`,
    display_name: "Acme",
    enabled: true,
    created_at: "2027-01-15T08:00:00Z",
  };
  assertEquals([made.status, made.body], [201, acme]);
  assertEquals(made.headers.get("location"), `${issuer}/api/v1/tenants/acme`);
  assertEquals((await call("GET", "/tenants/acme")).body, acme);
  assertEquals((await call("GET", "/tenants")).body, { tenants: [acme], next: null });
  const kids = async (prefix: string) =>
    (await (await send(`${prefix}/oauth2/jwks.json`)).json()).keys.map(({ kid }: { kid: string }) => kid);
  const here = await kids(issuer), there = await kids(acme.issuer);
  assertEquals([here.length > 0, here.length === there.length], [true, true]);
  assert(!here.some((kid: string) => there.includes(kid)));
  const rows = await db.selectFrom("tenant").select("pairwise_salt").execute();
  assertEquals(new Set(rows.map(({ pairwise_salt }) => pairwise_salt.join())).size, 2);
});

Deno.test("tenants are listed by slug, a page at a time", async () => {
  for (const slug of ["page-b", "page-a", "page-c"]) await addTenant(server, slug);
  const first = (await call("GET", "/tenants?limit=2&after=page")).body;
  assertEquals([first.tenants.map(({ slug }: { slug: string }) => slug), first.next], [
    ["page-a", "page-b"],
    "page-b",
  ]);
  const second = (await call("GET", "/tenants?limit=2&after=page-b")).body;
  assertEquals([second.tenants.map(({ slug }: { slug: string }) => slug), second.next], [["page-c"], null]);
});

Deno.test("a slug and a host belong to one tenant, and nothing is left of one that could not be made", async () => {
  await addTenant(server, "one", { host: "one.example" });
  const before = await db.selectFrom("signing_key").select("kid").execute();
  assertEquals((await call("POST", "/tenants", { slug: "one" })).status, 409);
  assertEquals((await call("POST", "/tenants", { slug: "two", host: "one.example" })).status, 409);
  assertEquals((await db.selectFrom("signing_key").select("kid").execute()).length, before.length);
  assertEquals((await call("GET", "/tenants/two")).status, 404);
});

Deno.test("what no issuer can be made of is refused, each member by name", async () => {
  for (const slug of ["", "A", "a_b", "a.b", "a/b", "ä", "a".repeat(41), 1, null]) {
    const { status, body } = await call("POST", "/tenants", { slug });
    assertEquals([status, body.errors[0].pointer], [400, "#/slug"], String(slug));
  }
  for (
    const host of ["localhost", "ID.example", "id.example:443", "https://id.example", "127.0.0.1", null, 1]
  ) {
    const { status, body } = await call("POST", "/tenants", { slug: "refused", host });
    assertEquals([status, body.errors[0].pointer], [400, "#/host"], String(host));
  }
  assertEquals((await call("GET", "/tenants/refused")).status, 404);
});

Deno.test("what its issuer is made of never changes, its name does", async () => {
  await addTenant(server, "named", { policy: { display_name: "Before" } });
  for (
    const change of [{ slug: "other" }, { host: "other.example" }, { created_at: "2027-01-15T08:00:00Z" }]
  ) {
    assertEquals((await call("PATCH", "/tenants/named", change)).status, 400);
  }
  const patched = await call("PATCH", "/tenants/named", { display_name: "After" });
  assertEquals([patched.body.display_name, patched.body.enabled], ["After", true]);
  await at("named", "/tenant", { method: "PATCH", body: JSON.stringify({ require_pkce: false }) });
  assertEquals((await call("PATCH", "/tenants/named", { display_name: null })).body.display_name, null);
  const own = await (await at("named", "/tenant")).json();
  assertEquals([own.issuer, own.display_name, own.require_pkce], [`${issuer}/t/named`, null, false]);
  assertEquals((await call("PATCH", "/tenants/nobody", {})).status, 404);
});

Deno.test("a disabled tenant answers nothing within a second, and everything again once it is enabled", async () => {
  await addTenant(server, "switch");
  const paths = [
    "",
    "/login",
    "/.well-known/openid-configuration",
    "/oauth2/token",
    "/api/v1/tenant",
    "/assets/icon.svg",
  ];
  const statuses = () =>
    Promise.all(
      paths.map(async (path) =>
        (await send(`${issuer}/t/switch${path}`, { headers: { authorization } })).status
      ),
    );
  const there = [200, 200, 200, 405, 200, 200];
  assertEquals(await statuses(), there);
  const off = await call("PATCH", "/tenants/switch", { enabled: false });
  assertEquals([off.status, off.body.enabled], [200, false]);
  assertEquals((await call("PATCH", "/tenants/switch", { enabled: false })).status, 200);
  time.now += 1;
  assertEquals(await statuses(), paths.map(() => 404));
  assertEquals((await send(`${issuer}/.well-known/oauth-authorization-server/t/switch`)).status, 404);
  assertEquals((await call("PATCH", "/tenants/switch", { enabled: true })).body.enabled, true);
  time.now += 1;
  assertEquals(await statuses(), there);
});

Deno.test("nobody makes this server call itself by the host of a tenant, from the moment that it has one", async () => {
  const config = { issuer, databaseUrl: undefined, fetchAllow: [], caFile: undefined }, { log } = deployment;
  const { fetch, request, post } = await openFetch(config, { db, log });
  await call("POST", "/tenants", { slug: "called", host: "called.example" });
  const url = "https://called.example/oauth2/jwks.json";
  for (
    const answer of [
      await fetch(url, { accept: ["application/json"], maxBytes: 100 }),
      await request(url, {}),
      await post(url, {}),
    ]
  ) assertEquals(answer.ok || answer.error.why, "own_host");
});

Deno.test("a tenant that is made disabled answers nothing, and nobody else at its host", async () => {
  const { body } = await call("POST", "/tenants", { slug: "later", host: "later.example", enabled: false });
  assertEquals(body.enabled, false);
  time.now += 1;
  assertEquals((await send("https://later.example/.well-known/openid-configuration")).status, 404);
  const page = await openBrowser("https://later.example", send).open("/login");
  assertEquals(page.status, 404);
});

Deno.test("tenants are looked after at the server's own issuer and under none of theirs", async () => {
  await addTenant(server, "below");
  for (const path of ["/tenants", "/tenants/below"]) {
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
      const { status } = await at("below", path, { method, ...(method === "GET" ? {} : { body: "{}" }) });
      assertEquals(status, 404, `${method} ${path}`);
    }
  }
  const described = await (await at("below", "/openapi.json")).json();
  assertEquals(Object.keys(described.paths).filter((path) => path.startsWith("/tenants")), []);
  assertEquals((await at("below", "/clients")).status, 200);
});

Deno.test("a client of one tenant is in no list of another, whoever asks", async () => {
  await addTenant(server, "mine");
  const body = JSON.stringify({ client_name: "Mine", redirect_uris: ["https://mine.example/"] });
  const { client_id } = await (await at("mine", "/clients", { method: "POST", body })).json();
  assertEquals((await at("mine", `/clients/${client_id}`)).status, 200);
  assertEquals((await call("GET", `/clients/${client_id}`)).status, 404);
  assertEquals((await call("GET", "/clients")).body.clients, []);
});

Deno.test("doctor at the server's own issuer names tenants whose keys are old, and says nothing of tenants elsewhere", async () => {
  await addTenant(server, "aging");
  const finding = async () =>
    (await call("GET", "/doctor")).body.findings.find(({ check }: { check: string }) => check === "tenants");
  assertEquals((await finding()).status, "ok");
  time.now += 180 * 86_400;
  const { status, found, remedy } = await finding();
  assertEquals([status, /180 days or more in /.test(found), remedy.includes("key rotate --tenant")], [
    "warn",
    true,
    true,
  ]);
  const there = await (await at("aging", "/doctor")).json();
  assertEquals(there.findings.filter(({ check }: { check: string }) => check === "tenants"), []);
});
