/**
 * Makes a directory from which the program runs by itself: one file of JavaScript, and beside it the files that
 * src/store/shipped_files.ts names.
 */
import { Buffer } from "node:buffer";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { migrateToLatest } from "../src/store/migrate.ts";
import type { Database } from "../src/store/schema.ts";
import { shippedFiles } from "../src/store/shipped_files.ts";
import { entriesOf } from "../src/store/unpack_database.ts";

const root = new URL("../", import.meta.url).pathname;

/** The bundled program. */
export const program = "latchkey.js";

/** Everything in the directory of a bundle. */
export const bundledFiles: readonly string[] = [program, ...Object.values(shippedFiles)];

/**
 * What the program may do, and no more. Which addresses, files and directories it uses is said by its settings, so net,
 * read and write have no names here; and it reads every name of the environment, to tell a misspelled setting. Of sys it
 * takes statfs, userInfo and ca, the authorities that https is verified with, for which the flag knows no name.
 */
export const permissions: readonly string[] = [
  "--no-prompt",
  "--allow-net",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  "--allow-sys",
  "--deny-import",
];

const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd();

/** Runs deno in the root of the project. @returns what it wrote, or throws with what it complained of. */
async function deno(args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`deno ${args[0]} failed:\n${decoded(stderr)}`);
  return decoded(stdout);
}

/** Where the embedded database's engine lies in the cache of packages. */
async function engineDirectory(): Promise<string> {
  const { npmPackages } = JSON.parse(await deno(["info", "--json", "src/store/embedded.ts"])) as {
    readonly npmPackages: Readonly<Record<string, { readonly name: string; readonly localPath: string }>>;
  };
  const engine = Object.values(npmPackages).find(({ name }) => name === "@electric-sql/pglite");
  if (!engine) throw new Error("deno info does not tell where @electric-sql/pglite lies");
  return `${engine.localPath}/dist`;
}

/** Two blocks of zeros end a tar archive (POSIX ustar format). */
const endOfArchive = new Uint8Array(1024);

/** An initialised and migrated database without a row of ours: nothing in it is secret, so everybody may start from it. */
async function packedDatabase(): Promise<Uint8Array> {
  // Small segments of the write-ahead log: there are fewer bytes to write before the first request is answered.
  const pglite = await PGlite.create({ initDbStartParams: ["--wal-segsize=1"] });
  await migrateToLatest(new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) }));
  // Nobody creates another database from them, and without them two thirds of the files need not be written.
  await pglite.exec("update pg_database set datistemplate = false where datistemplate");
  for (const template of ["template0", "template1"]) await pglite.query(`drop database ${template}`);
  await pglite.exec("checkpoint");
  const dump = await (await pglite.dumpDataDir("none")).bytes();
  await pglite.close();
  // The maps of free space and of what all may see are made anew when they are missing.
  const kept = [...entriesOf(dump)].filter(({ path }) => !/_(fsm|vm)$/.test(path)).map(({ blocks }) =>
    blocks
  );
  return Buffer.concat([...kept, endOfArchive]);
}

/** Writes the bundle into a directory, which is made where it is missing. */
export async function makeBundle(directory: string): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  const { engine, engineData, initdb, database } = shippedFiles;
  const from = await engineDirectory();
  await Promise.all([
    deno(["bundle", "--quiet", "--platform", "deno", "--output", `${directory}/${program}`, "src/main.ts"]),
    packedDatabase().then((packed) => Deno.writeFile(`${directory}/${database}`, packed)),
    ...[engine, engineData, initdb].map((file) => Deno.copyFile(`${from}/${file}`, `${directory}/${file}`)),
  ]);
}
