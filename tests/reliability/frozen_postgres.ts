/** A PostgreSQL server that still has its port and its connections but answers nothing, as behind a broken network. */
import { sql } from "kysely";
import { openPostgresToMigrate } from "../../src/store/postgres.ts";

/** The first process of the server of a database, which starts all others. */
async function firstProcess(databaseUrl: string): Promise<number> {
  const db = openPostgresToMigrate(databaseUrl);
  try {
    const place = sql<{ data: string }>`select current_setting('data_directory') as data`;
    const { rows } = await place.execute(db);
    return Number.parseInt(await Deno.readTextFile(`${rows[0]!.data}/postmaster.pid`));
  } finally {
    await db.destroy();
  }
}

function signal(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch (fault) {
    if (!(fault instanceof Deno.errors.NotFound)) throw fault; // a session that has ended meanwhile
  }
}

/** Stops every process of the server of a database in its tracks. @returns how to let them go on. */
export async function freeze(databaseUrl: string): Promise<() => Promise<void>> {
  const first = await firstProcess(databaseUrl);
  signal(first, "SIGSTOP"); // before its children are listed, so that there are no new ones
  const listed = await Deno.readTextFile(`/proc/${first}/task/${first}/children`);
  const children = listed.trim().split(" ").map(Number);
  for (const pid of children) signal(pid, "SIGSTOP");
  return () => {
    for (const pid of [first, ...children]) signal(pid, "SIGCONT");
    return Promise.resolve();
  };
}
