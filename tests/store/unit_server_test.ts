import { assertEquals, assertGreater } from "@std/assert";
import { sql } from "kysely";
import { account } from "../../src/domain/account.ts";
import { type Db, increment } from "../../src/store/transition.ts";
import { type Unit, unit } from "../../src/store/unit.ts";
import { openServer, plant } from "../support/database.ts";
import { rowFor } from "../support/machine_row.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { promises } from "./unit_of_work.ts";

const rows = [rowFor(account, 1, { version: 0 }), rowFor(account, 2, { version: 0 })];

const versions = async (db: Db) =>
  (await db.selectFrom("account").select("version").orderBy("id").execute()).map(({ version }) => version);

const count = (inside: Unit, row: typeof rows[number]) =>
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

for (const which of availablePostgres()) {
  Deno.test(`unit: what it promises holds on PostgreSQL (${which})`, async (t) => {
    await using server = await startPostgres(which);
    await using db = await openServer(await server.createDatabase());
    for (const [title, check] of Object.entries(promises)) await t.step(title, () => check(db));
  });

  Deno.test(`unit: two that write what both have read are both counted, under REPEATABLE READ too (${which})`, async () => {
    await using server = await startPostgres(which);
    const url = await server.createDatabase();
    await using db = await openServer(`${url}?default_transaction_isolation=repeatable%20read`);
    await plant(db, account, rows);
    const bothHaveRead = meeting(2);
    let attempts = 0;
    await Promise.all([1, 2].map(() =>
      unit(db, async (inside) => {
        attempts++;
        await sql`select version from account`.execute(inside);
        await bothHaveRead();
        await count(inside, rows[0]!);
      })
    ));
    assertEquals(await versions(db), [2, 0]);
    assertEquals(attempts, 3, "one of them was run again");
  });

  Deno.test(`unit: of two that wait for each other one is run again, and both are applied (${which})`, async () => {
    await using server = await startPostgres(which);
    const url = await server.createDatabase();
    await using db = await openServer(`${url}?deadlock_timeout=20ms`);
    await plant(db, account, rows);
    const bothHoldOne = meeting(2);
    let attempts = 0;
    await Promise.all([rows, rows.toReversed()].map(([first, second]) =>
      unit(db, async (inside) => {
        attempts++;
        await count(inside, first!);
        await bothHoldOne();
        await count(inside, second!);
      })
    ));
    assertEquals(await versions(db), [2, 2]);
    assertGreater(attempts, 2);
  });
}
