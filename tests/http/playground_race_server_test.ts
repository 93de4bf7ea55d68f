/** Servers in development that start together on one database. */
import { assertEquals } from "@std/assert";
import { playgroundClientId, preparePlayground } from "../../src/http/playground/client.ts";
import { defaultTenant } from "../../src/domain/tenant.ts";
import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { openProvider } from "../support/provider.ts";

const servers = 8, rounds = 10;

for (const which of availablePostgres()) {
  Deno.test(`servers that register the playground's client at once, new or there already, all start, and one secret is current (PostgreSQL ${which})`, async () => {
    await using postgres = await startPostgres(which);
    await using db = await openServer(await postgres.createDatabase());
    const { deployment } = await openProvider({ db });
    for (let round = 0; round < rounds; round++) {
      const secrets = await Promise.all(
        Array.from({ length: servers }, () => preparePlayground(deployment)),
      );
      assertEquals(new Set(secrets).size, servers);
      const rows = await db.selectFrom("client_secret").select("id").where("tenant", "=", defaultTenant)
        .where("client_id", "=", playgroundClientId).where("state", "=", "current").execute();
      assertEquals(rows.length, 1);
      // Every other round begins without the client, as the first start of all does.
      if (round % 2) {
        await db.deleteFrom("client_secret").where("client_id", "=", playgroundClientId).execute();
        await db.deleteFrom("client").where("client_id", "=", playgroundClientId).execute();
      }
    }
  });
}
