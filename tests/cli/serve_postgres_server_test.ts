/** How servers start on PostgreSQL. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { keyAlgorithms } from "../../src/domain/provider_key.ts";
import { authorizeAs, codeIn, introspect, redeem } from "../support/flow.ts";
import { runLatchkey } from "../support/latchkey.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import type { Send } from "../support/provider.ts";
import { registerClient, registerPerson, serverEnv, startServer } from "../support/server.ts";

const postgres = await startPostgres(availablePostgres()[0]!);
Deno.test.afterAll(async () => await postgres[Symbol.asyncDispose]());

const unused = 19_998;

Deno.test("five servers that start at once on an empty database share its keys, and each goes on with what another began", async () => {
  const databaseUrl = await postgres.createDatabase(), issuer = "http://localhost:18080";
  await using servers = new AsyncDisposableStack();
  const started = await Promise.all(
    Array.from({ length: 5 }, () => startServer({ databaseUrl, env: { LATCHKEY_ISSUER: issuer } })),
  );
  for (const server of started) servers.use(server);
  const sets = await Promise.all(
    started.map(async (server) => await (await server.send("/oauth2/jwks.json")).json()),
  );
  assertEquals(sets[0].keys.map(({ alg }: { alg: string }) => alg).sort(), [...keyAlgorithms].sort());
  for (const set of sets) assertEquals(set, sets[0]);

  const at = (place: number) => started[place % started.length]!;
  const client = await registerClient(at(0)), person = await registerPerson(at(1));
  // The browser goes from page to page, and each of them is another server's.
  let turn = 0;
  const send: Send = (address, init) => {
    const { pathname, search } = new URL(address, issuer);
    return at(turn++).send(pathname + search, init);
  };
  const back = await authorizeAs({ issuer, send }, client, person);
  assert(turn >= 4, `only ${turn} requests`);
  const tokens = await redeem(at(2).send, client, codeIn(back));
  assertEquals(tokens.status, 200, JSON.stringify(tokens));
  for (const server of started) {
    assertEquals((await introspect(server.send, client, tokens.access_token!)).active as unknown, true);
  }
  assertEquals((await redeem(at(0).send, client, codeIn(back))).error, "invalid_grant");
  for (const server of started) {
    assertEquals((await introspect(server.send, client, tokens.access_token!)).active as unknown, false);
  }
});

Deno.test("with LATCHKEY_MIGRATE=off pending migrations are told, and latchkey migrate is the remedy", async () => {
  const databaseUrl = await postgres.createDatabase();
  const env = serverEnv(unused, { databaseUrl, env: { LATCHKEY_MIGRATE: "off" } });
  const { code, stdout, stderr } = await runLatchkey(["serve"], env);
  assertEquals([code, stdout], [1, ""], stderr);
  assertMatch(stderr, /^The database lacks \d+ migrations? \(.+\): run latchkey migrate$/);
  const migrated = await runLatchkey(["migrate"], env);
  assertEquals([migrated.code, migrated.stderr], [0, ""]);
  assertMatch(migrated.stdout, /^Applied /);
  await using server = await startServer({ databaseUrl, env: { LATCHKEY_MIGRATE: "off" } });
  assertEquals((await server.send("/.well-known/openid-configuration")).status, 200);
});
