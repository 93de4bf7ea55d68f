import { pendingMigrations } from "./migrate.ts";
import type { Db } from "./transition.ts";

/** Asks, each time, whether the database answers and has had every migration. What it throws says that it does not answer. */
export function readiness(db: Db): () => Promise<boolean> {
  let migrated = false;
  return async () => {
    // Migrations only ever grow in number with the program, so an answer of yes holds for this process.
    if (!migrated) migrated = (await pendingMigrations(db)).length === 0;
    await db.selectFrom("tenant").select("id").limit(1).execute();
    return migrated;
  };
}
