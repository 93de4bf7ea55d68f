import { err, ok, type Result } from "../domain/result.ts";
import { databaseFacts } from "../store/database_facts.ts";
import { openEmbedded, type OpenFault } from "../store/embedded.ts";
import { migrateToLatest } from "../store/migrate.ts";
import { openPostgres, openPostgresToMigrate } from "../store/postgres.ts";
import type { Db } from "../store/transition.ts";
import { type CommandIo, exit } from "./command.ts";
import { type Config, readConfig } from "./config.ts";

/** An open database and how to let go of it. */
export interface Storage {
  readonly db: Db;
  /** Brings it to the newest migration, however long that takes. @returns the names that were applied, in order. */
  readonly migrate: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** A connection that serves requests gives up after seconds, which a migration, or another server's, may well need. */
async function migratePostgres(url: string): Promise<readonly string[]> {
  const db = openPostgresToMigrate(url);
  try {
    return await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
}

const oldestPostgres = 15;

const embeddedFaults: Readonly<Record<OpenFault["why"], (config: Config, detail: string) => string>> = {
  in_use: ({ dataDir }) =>
    `The data directory ${dataDir} is in use by another Latchkey: stop that one, or set LATCHKEY_DATA_DIR to another directory`,
  unwritable: ({ dataDir }, detail) =>
    `The data directory ${dataDir} cannot be written (${detail}): give this user the right to, or set LATCHKEY_DATA_DIR`,
  unreadable: ({ dataDir }, detail) =>
    `The database in ${dataDir} does not open (${detail}): restore it from a backup, or set LATCHKEY_DATA_DIR to an empty directory`,
};

/** Opens the database that the settings name. @returns err: one line that says what is wrong and what to do. */
async function openStorage(config: Config): Promise<Result<Storage, string>> {
  if (config.databaseUrl === undefined) {
    const opened = await openEmbedded(config.dataDir);
    if (!opened.ok) return err(embeddedFaults[opened.error.why](config, opened.error.detail));
    const { db, close } = opened.value;
    return ok({ db, migrate: () => migrateToLatest(db), close });
  }
  const url = config.databaseUrl, db = openPostgres(url), { host, pathname } = new URL(url);
  try {
    const { version } = await databaseFacts(db);
    if (version >= oldestPostgres) {
      return ok({ db, migrate: () => migratePostgres(url), close: () => db.destroy() });
    }
    await db.destroy();
    return err(
      `The PostgreSQL at ${host} is version ${version}; ${oldestPostgres} is the oldest that is supported`,
    );
  } catch (fault) {
    await db.destroy().catch(() => {});
    const detail = (fault as Error).message || (fault as { code?: string }).code;
    return err(
      `The database ${
        pathname.slice(1)
      } at ${host} cannot be reached (${detail}): check DATABASE_URL and that PostgreSQL runs`,
    );
  }
}

/** The settings of the environment. @returns undefined where they are wrong, which was told then. */
export function settingsOf(io: CommandIo): Config | undefined {
  const config = readConfig(io.env);
  if (config.ok) return config.value;
  for (const fault of config.error) io.err(fault);
  return undefined;
}

/**
 * Runs a command on the database that the settings name, and lets go of it afterwards.
 *
 * @returns the exit code; why the database did not open was told then.
 */
export async function withStorage(
  io: CommandIo,
  config: Config,
  run: (storage: Storage) => Promise<number>,
): Promise<number> {
  const storage = await openStorage(config);
  if (!storage.ok) {
    io.err(storage.error);
    return exit.failed;
  }
  try {
    return await run(storage.value);
  } finally {
    await storage.value.close();
  }
}
