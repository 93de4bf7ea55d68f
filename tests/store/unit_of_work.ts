/** What a unit of work promises on every database. */
import { assertEquals, assertRejects } from "@std/assert";
import { sql } from "kysely";
import { account } from "../../src/domain/account.ts";
import { err } from "../../src/domain/result.ts";
import type { Db } from "../../src/store/transition.ts";
import { type Unit, unit } from "../../src/store/unit.ts";
import { plant } from "../support/database.ts";
import { rowFor } from "../support/machine_row.ts";

const raise = (inside: Unit, code: string) =>
  sql.raw(`do $$ begin raise exception 'asked for' using errcode = '${code}'; end $$`).execute(inside);

const codeOf = (fault: unknown) => (fault as { code?: unknown }).code;

let serial = 0;

/** Adds an account in the unit; tells afterwards whether it is there. */
function note(db: Db) {
  const row = rowFor(account, serial++);
  return {
    write: (inside: Unit) => plant(inside, account, [row]),
    written: async () =>
      (await db.selectFrom("account").select("id").where("id", "=", row.id as string).execute()).length === 1,
  };
}

/** The promises: a title, and what holds it. */
export const promises: Readonly<Record<string, (db: Db) => Promise<void>>> = {
  "a refusal that is returned commits what was written": async (db) => {
    const { write, written } = note(db);
    const answer = await unit(db, async (inside) => {
      await write(inside);
      return err("replayed");
    });
    assertEquals(answer, err("replayed"));
    assertEquals(await written(), true);
  },

  "a throw takes back what was written": async (db) => {
    const { write, written } = note(db);
    const fault = await assertRejects(() =>
      unit(db, async (inside) => {
        await write(inside);
        throw new TypeError("broken");
      }), TypeError);
    assertEquals(fault.message, "broken");
    assertEquals(await written(), false);
  },

  "a statement that fails takes back what was written, and is not run again": async (db) => {
    const { write, written } = note(db);
    let attempts = 0;
    const fault = await assertRejects(() =>
      unit(db, async (inside) => {
        attempts++;
        await write(inside);
        await raise(inside, "22012");
      })
    );
    assertEquals([codeOf(fault), attempts, await written()], ["22012", 1, false]);
  },

  "a unit that the database asks for again is run again, from its beginning": async (db) => {
    for (const code of ["40001", "40P01"]) {
      const { write, written } = note(db);
      let attempts = 0;
      const answer = await unit(db, async (inside) => {
        await write(inside);
        if (++attempts < 3) await raise(inside, code);
        return attempts;
      });
      assertEquals([answer, await written()], [3, true], code);
    }
  },

  "a unit that the database refuses three times fails with its fault": async (db) => {
    const { write, written } = note(db);
    let attempts = 0;
    const fault = await assertRejects(() =>
      unit(db, async (inside) => {
        attempts++;
        await write(inside);
        await raise(inside, "40001");
      })
    );
    assertEquals([codeOf(fault), attempts, await written()], ["40001", 3, false]);
  },
};
