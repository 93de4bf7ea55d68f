import { type Kysely, sql } from "kysely";
import { type Migration, type MigrationResultSet, Migrator } from "kysely/migration";
import { migrations } from "../../migrations/migrations.ts";
import type { Db } from "./transition.ts";

const steps: Record<string, Migration> = Object.fromEntries(
  Object.entries(migrations).map(([name, statements]) => [name, {
    up: async (db: Kysely<unknown>) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  }]),
);

const migrator = (db: Db) => new Migrator({ db, provider: { getMigrations: () => Promise.resolve(steps) } });

/**
 * Brings the database to the newest migration, under a lock: of several servers that start at once, one migrates and
 * the others wait for it.
 *
 * @returns the names that were applied, in order. Throws what the database said when one failed.
 */
export async function migrateToLatest(db: Db): Promise<readonly string[]> {
  const { error, results }: MigrationResultSet = await migrator(db).migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** The names of the migrations that the database has not had yet. */
export async function pendingMigrations(db: Db): Promise<readonly string[]> {
  const all = await migrator(db).getMigrations();
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}
