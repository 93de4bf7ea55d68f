/** What the doctor tells of clients' keys and secrets. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { addKeyClient, addSecretClient, asserted, type SigningClient } from "../support/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { documents } from "../support/documents.ts";
import { openAdmin } from "./admin_server.ts";

const web = documents(), server = await openAdmin({ fetch: web.fetch }), { call, send, time } = server;
const grant_types = ["client_credentials"];

interface Found {
  readonly check: string;
  readonly status: string;
  readonly found: string;
  readonly remedy: string;
}

const finding = async (check: string): Promise<Found> =>
  (await call("GET", "/doctor")).body.findings.find((found: Found) => found.check === check);

async function ask(client: SigningClient): Promise<number> {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...await asserted(server, client) });
  const response = await send("/oauth2/token", { method: "POST", body });
  await response.body?.cancel();
  return response.status;
}

Deno.test("doctor lists the clients whose jwks_uri could not be fetched, until it can (OpenID Connect Core section 10.1.1)", async () => {
  const jwks_uri = "https://app.example/jwks.json", key = await makeClientKey();
  const client = await addKeyClient(server, { grant_types, jwks_uri }, key);
  assertEquals([(await finding("client_keys")).status, await ask(client)], ["ok", 401]);
  const { status, found, remedy } = await finding("client_keys");
  assertEquals([status, found], ["warn", `could not be fetched: ${client.client_id} at ${jwks_uri}`]);
  assertStringIncludes(remedy, "fetch_failed");
  web.at.set(jwks_uri, { keys: [key.jwk] });
  time.now += 60;
  assertEquals([await ask(client), (await finding("client_keys")).status], [200, "ok"]);
});

Deno.test("doctor lists the clients whose secret is sealed, and not those whose secret is a digest", async () => {
  assertEquals((await finding("client_secrets")).found, "digests");
  const client = await addSecretClient(server, { grant_types });
  const { status, found, remedy } = await finding("client_secrets");
  assertEquals([status, remedy], ["ok", ""]);
  assertStringIncludes(found, client.client_id);
  for (let at = 0; at < 6; at++) await addSecretClient(server, { grant_types });
  assertStringIncludes((await finding("client_secrets")).found, "and 2 more");
});
