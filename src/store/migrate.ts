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

/** The migrations that the database has had, in order. */
async function appliedMigrations(db: Db): Promise<readonly string[]> {
  // Asked of the catalogue by name, which costs far less at every start than the migrator's look at all tables.
  const { rows: [table] } = await sql<{ name: string | null }>`
    select to_regclass('kysely_migration')::text as name`.execute(db);
  if (!table?.name) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

/**
 * Brings the database to the newest migration, under a lock: of several servers that start at once, one migrates and
 * the others wait for it.
 *
 * @returns the names that were applied, in order. Throws what the database said when one failed.
 */
export async function migrateToLatest(db: Db): Promise<readonly string[]> {
  if ((await appliedMigrations(db)).join() === Object.keys(steps).join()) return [];
  const { error, results }: MigrationResultSet = await migrator(db).migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

/** The names of the migrations that the database has not had yet. */
export async function pendingMigrations(db: Db): Promise<readonly string[]> {
  const applied = await appliedMigrations(db);
  return Object.keys(steps).filter((name) => !applied.includes(name));
}
