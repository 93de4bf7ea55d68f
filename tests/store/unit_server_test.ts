import { assertEquals, assertGreater } from "@std/assert";
import { sql } from "kysely";
import { account } from "../../src/domain/account.ts";
import { type Db, increment } from "../../src/store/transition.ts";
import { type Unit, unit } from "../../src/store/unit.ts";
import { openServer, plant } from "../support/database.ts";
import { type Row, rowFor } from "../support/machine_row.ts";
import { onEachServer } from "./on_each_server.ts";
import { promises } from "./unit_of_work.ts";

const rows = [rowFor(account, 1, { version: 0 }), rowFor(account, 2, { version: 0 })];

const versions = async (db: Db) =>
  (await db.selectFrom("account").select("version").orderBy("id").execute()).map(({ version }) => version);

const count = (inside: Unit, row: Row) =>
  inside.updateTable("account").set({ version: increment("version") }).where("id", "=", row.id as string)
    .execute();

/** Lets units go on once all of them have come this far; later comers go straight on. */
function meeting(expected: number) {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    if (++arrived >= expected) resolve();
    return promise;
  };
}

onEachServer("unit", async (t, server) => {
  await t.step("what it promises holds", async (t) => {
    await using db = await openServer(await server.createDatabase());
    for (const [title, check] of Object.entries(promises)) await t.step(title, () => check(db));
  });

  await t.step("two that write what both have read are both counted, under REPEATABLE READ too", async () => {
    const url = await server.createDatabase();
    await using db = await openServer(`${url}?default_transaction_isolation=repeatable%20read`);
    await plant(db, account, rows);
    const bothHaveRead = meeting(2);
    let attempts = 0;
    const write = () =>
      unit(db, async (inside) => {
        attempts++;
        await sql`select version from account`.execute(inside);
        await bothHaveRead();
        await count(inside, rows[0]!);
      });
    await Promise.all([write(), write()]);
    assertEquals(await versions(db), [2, 0]);
    assertEquals(attempts, 3, "one of them was run again");
  });

  await t.step("of two that wait for each other one is run again, and both are applied", async () => {
    const url = await server.createDatabase();
    await using db = await openServer(`${url}?deadlock_timeout=20ms`);
    await plant(db, account, rows);
    const bothHoldOne = meeting(2);
    let attempts = 0;
    const write = ([first, second]: readonly Row[]) =>
      unit(db, async (inside) => {
        attempts++;
        await count(inside, first!);
        await bothHoldOne();
        await count(inside, second!);
      });
    await Promise.all([write(rows), write(rows.toReversed())]);
    assertEquals(await versions(db), [2, 2]);
    assertGreater(attempts, 2);
  });
});
