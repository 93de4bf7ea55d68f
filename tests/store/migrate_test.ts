import { assertEquals } from "@std/assert";
import { migrations } from "../../migrations/migrations.ts";
import { machines } from "../../src/domain/machines.ts";
import { migrateToLatest, pendingMigrations } from "../../src/store/migrate.ts";
import { openMemory, openUnmigratedMemory } from "../support/database.ts";
import { checkTable } from "./migrated.ts";

const names = Object.keys(migrations);
const db = await openMemory();
const empty = await openUnmigratedMemory();

for (const m of machines) {
  Deno.test(`${m.name}: its table has the machine's states, key, guarded and trail columns (embedded)`, async () => {
    await checkTable(db, m);
  });
}

Deno.test("migrations: all are pending on an empty embedded database, applied once in order, and then none is", async () => {
  assertEquals(names, names.toSorted());
  assertEquals(await pendingMigrations(empty), names);
  assertEquals(await migrateToLatest(empty), names);
  assertEquals(await pendingMigrations(empty), []);
  assertEquals(await migrateToLatest(empty), []);
});
