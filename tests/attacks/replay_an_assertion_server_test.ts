// An attacker who saw an assertion sends it again, many times at once, to every server that shares the database.
import { assertEquals } from "@std/assert";
import { sweep } from "../../src/store/sweep.ts";
import { addKeyClient, addSecretClient, asserted, type SigningClient } from "../support/client_assertion.ts";
import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { lastRefusal, openProvider, type Send } from "../support/provider.ts";

const racers = 32;

Deno.test("an assertion authenticates once, whichever of two servers on one PostgreSQL it comes to", async (t) => {
  await using postgres = await startPostgres(availablePostgres()[0]!);
  const url = await postgres.createDatabase(), dbs = [await openServer(url), await openServer(url)];
  const [here, there] = await Promise.all(dbs.map((db) => openProvider({ db })));
  const provider = here!, other = there!, metadata = { grant_types: ["client_credentials"] };
  const ask = async (send: Send, fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams({ grant_type: "client_credentials", ...fields });
    const response = await send("/oauth2/token", { method: "POST", body });
    await response.body?.cancel();
    return response.status;
  };
  const clients: Readonly<Record<string, SigningClient>> = {
    private_key_jwt: await addKeyClient(provider, metadata),
    client_secret_jwt: await addSecretClient(provider, metadata),
  };
  const wait = (seconds: number) => [provider, other].forEach(({ time }) => time.now += seconds);

  for (const [method, client] of Object.entries(clients)) {
    await t.step(
      `of ${racers} that show one jti at one server, one has it: ${method} (RFC 7523 section 3)`,
      async () => {
        const fields = await asserted(provider, client);
        const told = await Promise.all(Array.from({ length: racers }, () => ask(provider.send, fields)));
        assertEquals(told.toSorted(), [200, ...Array(racers - 1).fill(401)]);
        assertEquals(lastRefusal(provider), "client_assertion.once");
      },
    );

    await t.step(
      `of ${racers} that show one jti at two servers, one has it: ${method} (RFC 7523 section 3)`,
      async () => {
        const fields = await asserted(provider, client);
        const told = await Promise.all(
          Array.from({ length: racers }, (_, at) => ask([provider, other][at % 2]!.send, fields)),
        );
        assertEquals(told.toSorted(), [200, ...Array(racers - 1).fill(401)]);
      },
    );
  }

  await t.step("as many jtis as there are racers all authenticate at once (RFC 7523 section 3)", async () => {
    const told = await Promise.all(
      Array.from(
        { length: racers },
        async (_, at) =>
          await ask([provider, other][at % 2]!.send, await asserted(provider, clients.private_key_jwt!)),
      ),
    );
    assertEquals(told, Array(racers).fill(200));
  });

  await t.step("a sweep forgets a jti only when its assertion is taken nowhere any more", async () => {
    const fields = await asserted(provider, clients.private_key_jwt!);
    const count = async () => (await provider.db.selectFrom("spent_jti").select("holder").execute()).length;
    assertEquals(await ask(provider.send, fields), 200);
    const kept = await count();
    // It expired, and is taken for as long as clocks may differ.
    wait(65);
    await sweep(provider.db, provider.time.now);
    assertEquals([await count(), await ask(other.send, fields), lastRefusal(other)], [
      kept,
      401,
      "client_assertion.once",
    ]);
    wait(3 * 86_400);
    await sweep(provider.db, provider.time.now);
    assertEquals([await count(), await ask(other.send, fields), lastRefusal(other)], [
      0,
      401,
      "client_assertion.expiry",
    ]);
  });
  for (const db of dbs) await db.destroy();
});
