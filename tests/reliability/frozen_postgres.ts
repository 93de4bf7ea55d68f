/** A PostgreSQL server that still has its port and its connections but answers nothing, as behind a broken network. */
import { sql } from "kysely";
import { openPostgresToMigrate } from "../../src/store/postgres.ts";

async function processesOf(databaseUrl: string): Promise<number[]> {
  const db = openPostgresToMigrate(databaseUrl);
  try {
    const { rows } = await sql<{ data: string }>`select current_setting('data_directory') as data`.execute(
      db,
    );
    const [first] = (await Deno.readTextFile(`${rows[0]!.data}/postmaster.pid`)).split("\n");
    const { stdout } = await new Deno.Command("ps", { args: ["--ppid", first!, "-o", "pid="] }).output();
    const children = new TextDecoder().decode(stdout).trim().split(/\s+/);
    return [first!, ...children].map(Number);
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
  const frozen = await processesOf(databaseUrl);
  for (const pid of frozen) signal(pid, "SIGSTOP");
  return () => {
    for (const pid of frozen) signal(pid, "SIGCONT");
    return Promise.resolve();
  };
}
