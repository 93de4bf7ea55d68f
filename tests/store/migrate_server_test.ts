import { assertEquals } from "@std/assert";
import { migrations } from "../../migrations/migrations.ts";
import { machines } from "../../src/domain/machines.ts";
import { migrateToLatest, pendingMigrations } from "../../src/store/migrate.ts";
import { openPostgresToMigrate } from "../../src/store/postgres.ts";
import { openServer } from "../support/database.ts";
import { checkTable } from "./migrated.ts";
import { onEachServer } from "./on_each_server.ts";

const names = Object.keys(migrations);

onEachServer("each machine's table has its states, key, guarded and trail columns", async (t, server) => {
  await using db = await openServer(await server.createDatabase());
  for (const m of machines) await t.step(m.name, () => checkTable(db, m));
});

onEachServer(
  "of five servers that start at once on an empty database one migrates and none fails",
  async (_t, server) => {
    for (let round = 0; round < 5; round++) {
      const url = await server.createDatabase();
      const pools = Array.from({ length: 5 }, () => openPostgresToMigrate(url));
      try {
        assertEquals(await pendingMigrations(pools[0]!), names);
        const applied = await Promise.all(pools.map(migrateToLatest));
        assertEquals(applied.toSorted((a, b) => b.length - a.length), [names, [], [], [], []]);
        for (const pool of pools) assertEquals(await pendingMigrations(pool), []);
      } finally {
        await Promise.all(pools.map((pool) => pool.destroy()));
      }
    }
  },
);
