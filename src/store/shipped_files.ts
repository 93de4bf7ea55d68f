import type { PGliteOptions } from "@electric-sql/pglite";

/**
 * Files that lie beside the program where it is a bundle, and within it where it is compiled: those of the embedded
 * database's engine, and a database that is initialised and migrated but empty. `scripts/bundle.ts` puts them there.
 *
 * In a checkout none of them is there. The engine then finds its own files in its package, and makes a database by
 * itself, which takes some seconds more at the first start.
 */
export const shippedFiles = {
  engine: "pglite.wasm",
  engineData: "pglite.data",
  /** Makes a database where {@link shippedFiles.database} is missing; the engine finds it by itself. */
  initdb: "initdb.wasm",
  database: "database.tar",
} as const;

/** Reads a shipped file from beside this very module, whatever became of it. @returns undefined where it is not there. */
async function read(file: keyof typeof shippedFiles): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(new URL(shippedFiles[file], import.meta.url));
  } catch (fault) {
    if (fault instanceof Deno.errors.NotFound) return undefined;
    throw fault;
  }
}

/** The shipped files of the engine, as it takes them; empty where there are none. */
export async function shippedEngine(): Promise<Pick<PGliteOptions, "pgliteWasmModule" | "fsBundle">> {
  const [engine, data] = await Promise.all([read("engine"), read("engineData")]);
  return engine && data
    ? { pgliteWasmModule: await WebAssembly.compile(engine), fsBundle: new Blob([data]) }
    : {};
}

/** The shipped database: a tar archive, as it is, because unpacking would be a tenth of the first start. undefined where there is none. */
export const readShippedDatabase = (): Promise<Uint8Array | undefined> => read("database");
