/** How a client's secret is kept: sealed where the client signs with it, by its digest elsewhere. */
import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { openAdmin } from "../admin/admin_server.ts";
import { addSecretClient, asserted, sharedSigner } from "../support/client_assertion.ts";
import { makeClientKey } from "../support/client_keys.ts";
import { openMemory } from "../support/database.ts";
import { openProvider, type TestProvider, usualSecret } from "../support/provider.ts";
import { configure, register, setPolicy, webApp } from "../support/registration.ts";

const server = await openAdmin(), { call, time, db } = server;
const machine = { grant_types: ["client_credentials"], scope: "invoices.read" };
const key = await makeClientKey();

/** The secrets of a client that are of some use: how each is kept. */
const kept = async (client_id: string) =>
  await db.selectFrom("client_secret").select(["kind", "state", "sealed", "digest"])
    .where("client_id", "=", client_id).where("state", "in", ["current", "outgoing"]).orderBy("state")
    .execute();

async function ask({ send }: Pick<TestProvider, "send">, fields: Readonly<Record<string, string>>) {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...fields });
  const response = await send("/oauth2/token", { method: "POST", body });
  await response.body?.cancel();
  return response.status;
}

const signedBy = async (client_id: string, client_secret: string, at: TestProvider = server) =>
  await ask(at, await asserted(at, { client_id, signer: sharedSigner(client_secret) }));

Deno.test("a secret that a client signs with is sealed, every other one is a digest, and none can be read in the database (RFC 6819 section 5.1.4.1.3)", async () => {
  for (
    const [token_endpoint_auth_method, kind] of [
      ["client_secret_basic", "digest"],
      ["client_secret_post", "digest"],
      ["client_secret_jwt", "sealed"],
    ]
  ) {
    const { body } = await call("POST", "/clients", { ...machine, token_endpoint_auth_method });
    const rows = await kept(body.client_id);
    assertEquals(rows.map((row) => row.kind), [kind]);
    assertEquals(rows[0]!.sealed !== null, kind === "sealed");
    const stored = JSON.stringify(await db.selectFrom("client_secret").selectAll().execute()) +
      new TextDecoder("latin1").decode(rows[0]!.sealed ?? new Uint8Array());
    assert(!stored.includes(body.client_secret) && !stored.includes(body.client_secret.slice(10, 30)));
  }
});

Deno.test("a client of private_key_jwt has no secret, and asking for one says what would have one (OpenID Connect Core section 9)", async () => {
  const jwks = { keys: [key.jwk] }, token_endpoint_auth_method = "private_key_jwt";
  const { status, body } = await call("POST", "/clients", { ...machine, token_endpoint_auth_method, jwks });
  assertEquals([status, "client_secret" in body, await kept(body.client_id)], [201, false, []]);
  const refused = await call("POST", `/clients/${body.client_id}/rotate-secret`);
  assertEquals([refused.status, refused.body.detail.includes("client_secret_jwt")], [409, true]);
});

Deno.test("a rotated secret that is signed with works on beside the new one, for as long as they overlap (RFC 7591 section 3.2.1)", async () => {
  const method = { token_endpoint_auth_method: "client_secret_jwt" };
  const { body: { client_id, client_secret: first } } = await call("POST", "/clients", {
    ...machine,
    ...method,
  });
  const { body: { client_secret: second } } = await call("POST", `/clients/${client_id}/rotate-secret`);
  assertNotEquals(first, second);
  const statuses = async () => [await signedBy(client_id, first), await signedBy(client_id, second)];
  assertEquals(await statuses(), [200, 200]);
  time.now += 86_400;
  assertEquals(await statuses(), [401, 200]);
});

Deno.test("a change of method mints a new secret where it is kept in another way, and the one before stops at once (RFC 7591 section 2)", async () => {
  const { body: { client_id, client_secret } } = await call("POST", "/clients", machine);
  const become = async (token_endpoint_auth_method: string, more = {}) =>
    (await call("PATCH", `/clients/${client_id}`, { token_endpoint_auth_method, ...more })).body
      .client_secret;
  assertEquals(await become("client_secret_post"), undefined);
  assertEquals(await ask(server, { client_id, client_secret }), 200);
  const sealed = await become("client_secret_jwt");
  assertEquals((await kept(client_id)).map(({ kind, state }) => [kind, state]), [["sealed", "current"]]);
  assertEquals([await signedBy(client_id, client_secret), await signedBy(client_id, sealed)], [401, 200]);
  assertEquals(await become("private_key_jwt", { jwks: { keys: [key.jwk] } }), undefined);
  assertEquals([await kept(client_id), await signedBy(client_id, sealed)], [[], 401]);
  const digest = await become("client_secret_post");
  assertEquals((await kept(client_id)).map(({ kind, state }) => [kind, state]), [["digest", "current"]]);
  assertEquals(await ask(server, { client_id, client_secret: digest }), 200);
});

Deno.test("a client that registers itself, and changes its method, is given secrets in the same way (RFC 7591 section 3.2.1, RFC 7592 section 2.2)", async () => {
  await setPolicy(server, { registration: "open" });
  const signing = { ...webApp, token_endpoint_auth_method: "client_secret_jwt" };
  const { status, body } = await register(server.send, {
    ...signing,
    token_endpoint_auth_signing_alg: "HS512",
  });
  assertEquals([status, body.token_endpoint_auth_signing_alg], [201, "HS512"]);
  assertEquals((await kept(body.client_id)).map(({ kind }) => kind), ["sealed"]);
  const stays = await configure(server.send, body, "PUT", { ...signing, client_secret: body.client_secret });
  assertEquals([stays.status, "client_secret" in stays.body], [200, false]);
  const changed = await configure(server.send, body, "PUT", {
    ...webApp,
    token_endpoint_auth_method: "client_secret_post",
  });
  assertEquals([changed.status, typeof changed.body.client_secret], [200, "string"]);
  assertNotEquals(changed.body.client_secret, body.client_secret);
  assertEquals((await kept(body.client_id)).map(({ kind, state }) => [kind, state]), [["digest", "current"]]);
  const keyed = { ...webApp, token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [key.jwk] } };
  const last = await configure(server.send, body, "PUT", keyed);
  assertEquals([last.status, "client_secret" in last.body, await kept(body.client_id)], [200, false, []]);
  await setPolicy(server, {});
});

Deno.test("sealed secrets are sealed anew at the first start with another LATCHKEY_SECRET, and the one before can be forgotten", async () => {
  const shared = await openMemory(), secret = new Uint8Array(32).fill(9);
  const first = await openProvider({ db: shared });
  const client = await addSecretClient(first, { grant_types: ["client_credentials"] });
  const { client_id, client_secret } = client;
  assertEquals(await signedBy(client_id, client_secret, first), 200);
  const sealed = async () =>
    (await shared.selectFrom("client_secret").select("sealed").executeTakeFirstOrThrow()).sealed;
  const before = await sealed();
  const second = await openProvider({ db: shared, secret, previousSecret: usualSecret });
  assertNotEquals(await sealed(), before);
  assertEquals(await signedBy(client_id, client_secret, second), 200);
  const renewed = await sealed();
  await openProvider({ db: shared, secret, previousSecret: usualSecret });
  assertEquals(await sealed(), renewed, "What the present key sealed stays as it is");
});

Deno.test("a seal of one client does not open at another (SP 800-38D section 8)", async () => {
  const provider = await openProvider(), metadata = { grant_types: ["client_credentials"] };
  const [one, two] = [await addSecretClient(provider, metadata), await addSecretClient(provider, metadata)];
  const { sealed } = await provider.db.selectFrom("client_secret").select("sealed")
    .where("client_id", "=", one.client_id).executeTakeFirstOrThrow();
  await provider.db.updateTable("client_secret").set({ sealed }).where("client_id", "=", two.client_id)
    .execute();
  assertEquals(await signedBy(one.client_id, one.client_secret, provider), 200);
  await assertRejects(() => openProvider({ db: provider.db }), Error, "does not open");
});
