/** `latchkey tenant …`, and `--tenant` of the other commands, against a server behind a socket. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { openTenantClient } from "../../src/cli/admin_client.ts";
import { callOn } from "../support/command.ts";
import { startServer } from "../support/server.ts";

const server = await startServer();
Deno.test.afterAll(async () => await server[Symbol.asyncDispose]());

/** Runs a command that has to go well. @returns what it printed as JSON, which has to be all that it printed. */
async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await callOn(server, [...args, "--json"]);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

/** Runs a command that has to fail. @returns its exit code and what it said. */
async function failing(...args: readonly string[]): Promise<readonly [number, string]> {
  const { code, stderr } = await callOn(server, args);
  return [code, stderr.trim()];
}

Deno.test("latchkey tenant goes through a tenant's life, and --tenant reaches into it", async () => {
  const made = await json("tenant", "create", "acme", "--name", "Acme");
  assertEquals([made.slug, made.issuer, made.enabled], ["acme", `${server.issuer}/t/acme`, true]);
  assertEquals(await json("tenant", "show", "acme"), made);
  const { client_id } = await json(
    "client",
    "create",
    "--tenant",
    "acme",
    "--redirect-uri",
    "https://a.example/",
  );
  assertEquals((await json("client", "list", "--tenant", "acme")).clients.length, 1);
  assertEquals(
    (await json("client", "list")).clients.filter((row: typeof made) => row.client_id === client_id),
    [],
  );
  const rotated = await json("key", "rotate", "--tenant", "acme", "--alg", "ES256");
  assertEquals(rotated.announced.length, 1);
  const { findings } = await json("doctor", "--tenant", "acme");
  const place = findings.find(({ check }: { check: string }) => check === "public address");
  assertEquals([place.status, place.found], ["ok", `${server.issuer}/t/acme is this server`]);
  const own = (await json("doctor")).findings.find(({ check }: { check: string }) => check === "tenants");
  assertEquals([own.status, own.found], ["ok", "1 active, 0 disabled"]);

  assertEquals((await json("tenant", "update", "acme", "--unset", "display_name")).display_name, null);
  assertEquals((await json("tenant", "update", "acme", "--no-enabled")).enabled, false);
  const table = await callOn(server, ["tenant", "list"]);
  assertMatch(table.stdout, /^SLUG +ISSUER[^\n]*\nacme +http:\S+\/t\/acme +- +false /);
  assertEquals((await json("tenant", "update", "acme", "--enabled")).enabled, true);
});

Deno.test("a tenant that is not there, or a call that says nothing, is told in one line", async () => {
  assertEquals(await failing("client", "list", "--tenant", "nobody"), [
    1,
    "latchkey client list: There is no tenant nobody (GET /api/v1/tenants lists those that there are)",
  ]);
  assertEquals((await failing("tenant", "show", "nobody"))[0], 1);
  assertEquals((await failing("tenant", "create", "Not_a_slug"))[0], 1);
  assertEquals((await failing("tenant", "update", "acme"))[0], 2);
  assertEquals((await failing("tenant", "list", "--tenant", "acme"))[0], 2);
});

Deno.test("--tenant goes to the host name that a tenant has for itself, with the server's admin token", async () => {
  const asked: (readonly [url: string, authorization: string | null])[] = [], real = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    asked.push([String(url), new Headers(init?.headers).get("authorization")]);
    return Promise.resolve(Response.json({ slug: "acme", host: "id.acme.example:8443" }));
  };
  try {
    const env = { LATCHKEY_URL: "http://localhost:1", LATCHKEY_ADMIN_TOKEN: "token" };
    const client = await openTenantClient(env, "acme");
    assert(client.ok && (await client.value.call("GET", "/clients")).ok);
  } finally {
    globalThis.fetch = real;
  }
  assertEquals(asked, [
    ["http://localhost:1/api/v1/tenants/acme", "Bearer token"],
    ["https://id.acme.example:8443/api/v1/clients", "Bearer token"],
  ]);
});

Deno.test("latchkey policy shows what holds for a tenant, changes what is named, and takes it back", async () => {
  const jwks = { keys: [{ kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }] };
  const issuers = [{ issuer: "https://vendor.example", jwks }];
  await json("tenant", "create", "house");
  const changed = await json(
    ...["policy", "update", "--tenant", "house", "--name", "The House", "--no-require-pkce"],
    ...["--scope", "work", "--scope", "rank", "--branding-accent-color", "#aa3366"],
    ...["--lifetimes-session", "3600", "--software-statement-issuers", JSON.stringify(issuers)],
  );
  const { display_name, require_pkce, scopes, branding, lifetimes, software_statement_issuers } = changed;
  assertEquals([display_name, require_pkce, scopes], ["The House", false, ["work", "rank"]]);
  assertEquals([branding, lifetimes.session], [{ accent_color: "#aa3366" }, 3600]);
  assertEquals(software_statement_issuers, issuers);
  assertEquals(await json("policy", "show", "--tenant", "house"), changed);
  const back = ["--unset", "branding", "--unset", "lifetimes", "--require-pkce"];
  const less = await json("policy", "update", "--tenant", "house", ...back);
  assertEquals([less.branding, less.require_pkce, less.display_name], [{}, true, "The House"]);
  const [code, says] = await failing("policy", "update", "--branding-accent-color", "red");
  assertEquals(code, 1);
  assertMatch(says, /branding\/accent_color.*#0d5c54/);
});
