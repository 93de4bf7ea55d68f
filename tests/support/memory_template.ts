/**
 * The files of embedded databases for tests, made once and kept in .artifacts: making them takes seconds, loading ones
 * made before a third of one. Each test process loads them, so they are as few and as small as a database can be.
 */
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { createHash } from "node:crypto";
import { migrations } from "../../migrations/migrations.ts";
import { migrateToLatest } from "../../src/store/migrate.ts";
import type { Database } from "../../src/store/schema.ts";

/** What differs from a database as it is made: a short log, no other databases beside it, little memory. */
const small = {
  log: "--wal-segsize=1",
  statements: [
    "update pg_database set datistemplate = false",
    "drop database template0",
    "drop database template1",
    "alter system set shared_buffers = '16MB'",
    "alter system set min_wal_size = '2MB'",
  ],
} as const;

/** The files of a database in which there is nothing yet. */
export const emptyTemplate = (): Promise<Blob> =>
  kept("empty", [], async () => {
    const pglite = await PGlite.create("memory://", { initDbStartParams: [small.log] });
    // One by one: a database cannot be dropped together with something else.
    for (const statement of small.statements) await pglite.exec(statement);
    return pglite;
  });

/** The files of a migrated database. */
export const migratedTemplate = (): Promise<Blob> =>
  kept("migrated", migrations, async () => {
    const pglite = await PGlite.create({ loadDataDir: await emptyTemplate() });
    await migrateToLatest(new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) }));
    return pglite;
  });

/** The files that were made before of the same ingredients and with the same release, or else of a database made now. */
async function kept(kind: string, ingredients: unknown, make: () => Promise<PGlite>): Promise<Blob> {
  const recipe = JSON.stringify([import.meta.resolve("@electric-sql/pglite"), small, ingredients]);
  const digest = createHash("sha256").update(recipe).digest("hex").slice(0, 16);
  const folder = new URL("../../.artifacts/", import.meta.url);
  const file = new URL(`pglite-${kind}-${digest}.tar`, folder);
  const read = () => Deno.readFile(file).then((bytes) => new Blob([bytes]), () => undefined);
  const early = await read();
  if (early) return early;
  await Deno.mkdir(folder, { recursive: true });
  // Several test processes come here at once: one makes it, the others wait for that.
  using lock = await Deno.open(new URL(`pglite-${kind}.lock`, folder), { create: true, write: true });
  await lock.lock(true);
  const late = await read();
  if (late) return late;
  const pglite = await make();
  const made = await pglite.dumpDataDir("none");
  await pglite.close();
  // Under a name of its own first: whoever does not wait must not read half a file.
  const draft = await Deno.makeTempFile({ dir: folder.pathname });
  await Deno.writeFile(draft, made.stream());
  await Deno.rename(draft, file);
  return made;
}
