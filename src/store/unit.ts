import type { Transaction } from "kysely";
import type { Database } from "./schema.ts";
import type { Db } from "./transition.ts";

/** A unit of work. Everything in it commits together; a refusal returned as a value commits too. */
export type Unit = Transaction<Database>;

// serialization_failure and deadlock_detected: the database asks for the unit to be run again.
const retried = new Set(["40001", "40P01"]);

/**
 * Runs one unit of work at READ COMMITTED and commits it, whatever value it returns; only a throw rolls it back.
 *
 * Nothing outside the database may be awaited inside `work`, and only the handle that it is given may be used: the
 * embedded database has one connection, so the outer handle would wait for itself for ever.
 *
 * Where the connection breaks while the unit commits, it throws and nobody knows whether the unit was committed. It is not
 * run again: the client asks again, and meets what is there.
 *
 * @param work The unit; it may run up to three times when the database asks for it.
 */
export async function unit<T>(db: Db, work: (unit: Unit) => Promise<T>): Promise<T> {
  for (let attempt = 0;; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (fault) {
      const code = (fault as { code?: unknown }).code;
      if (attempt === 2 || typeof code !== "string" || !retried.has(code)) throw fault;
    }
  }
}
