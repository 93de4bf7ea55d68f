import type { PGliteOptions } from "@electric-sql/pglite";

/**
 * Files that lie beside the program where it is a bundle, and within it where it is compiled: those of the embedded
 * database's engine, and a database that is initialised and migrated but empty.
 *
 * In a checkout none of them is there. The engine then finds its own files in its package, and makes a database by
 * itself, which takes some seconds more at the first start.
 */
export const shippedFiles = {
  engine: "pglite.wasm",
  engineData: "pglite.data",
  /** Needed where there is no {@link shippedFiles.database}; the engine finds it by itself. */
  initdb: "initdb.wasm",
  /** A tar archive, compressed with brotli. */
  database: "database.tar.br",
} as const;

/** Where a shipped file is, if it is there: beside this very module, whatever became of it. */
const placeOf = (file: keyof typeof shippedFiles): URL => new URL(shippedFiles[file], import.meta.url);

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (fault) {
    if (fault instanceof Deno.errors.NotFound) return undefined;
    throw fault;
  }
}

/** The shipped files of the engine, as it takes them; empty where there are none. */
export async function shippedEngine(): Promise<Pick<PGliteOptions, "pgliteWasmModule" | "fsBundle">> {
  const [engine, data] = await Promise.all(
    [placeOf("engine"), placeOf("engineData")].map((place) => ifThere(Deno.readFile(place))),
  );
  if (!engine || !data) return {};
  return { pgliteWasmModule: await WebAssembly.compile(engine), fsBundle: new Blob([data]) };
}

/** The shipped database, opened to be read once; undefined where there is none. */
export const openShippedDatabase = (): Promise<Deno.FsFile | undefined> =>
  ifThere(Deno.open(placeOf("database")));
