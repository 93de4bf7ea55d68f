import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { err, ok, type Result } from "../domain/result.ts";
import type { Database } from "./schema.ts";
import { shippedEngine } from "./shipped_files.ts";
import type { Db } from "./transition.ts";
import { exists, unpackDatabase } from "./unpack_database.ts";

/** The embedded database, and how to let go of its data directory. */
export interface Embedded {
  readonly db: Db;
  readonly close: () => Promise<void>;
}

/** Why the embedded database did not open. */
export interface OpenFault {
  readonly why: "in_use" | "unwritable" | "unreadable";
  readonly detail: string;
}

// 128 MB, the default, is memory that a database for one server does not need: its hot rows fit into a quarter of it.
const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

const databaseIn = (dataDir: string) => `${dataDir}/database`;

/** Whether a data directory holds a database already; one that does not is given one when it is opened. */
export const holdsDatabase = (dataDir: string): Promise<boolean> => exists(databaseIn(dataDir));

/**
 * Opens the embedded database in a directory, alone.
 *
 * The database itself would let a second process in, and both would damage it; so a lock on a file of ours comes
 * first. The operating system drops the lock when its holder dies.
 *
 * @param dataDir The directory; made (0700) where it is missing.
 * @returns err `in_use`: another process holds it; `unwritable`: it cannot be made or written; `unreadable`: what is in it is not a database.
 */
export async function openEmbedded(dataDir: string): Promise<Result<Embedded, OpenFault>> {
  let lock: Deno.FsFile;
  try {
    await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
    lock = await Deno.open(`${dataDir}/lock`, { create: true, write: true });
  } catch (fault) {
    return err({ why: "unwritable", detail: (fault as Error).message });
  }
  if (!(await lock.tryLock(true))) {
    lock.close();
    return err({ why: "in_use", detail: `${dataDir}/lock` });
  }
  try {
    const database = databaseIn(dataDir);
    const [engine] = await Promise.all([shippedEngine(), unpackDatabase(database)]);
    const pglite = await PGlite.create({ ...engine, dataDir: database, startParams });
    const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
    return ok({
      db,
      close: async () => {
        await db.destroy();
        if (!pglite.closed) await pglite.close();
        lock.close();
      },
    });
  } catch (fault) {
    lock.close();
    return err({ why: "unreadable", detail: (fault as Error).message });
  }
}
