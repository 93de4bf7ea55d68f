/** Data directories for servers under test. Making one takes seconds, copying one that was made before does not. */
import { createHash } from "node:crypto";
import { sourceFiles } from "../../scripts/import_graph.ts";
import { root, spawnLatchkey } from "./latchkey.ts";

const folder = `${root}.artifacts`;
const template = `${folder}/data_dir`;

/** A digest of what is locked and of the sources in folders: of everything that has a say in what is made by them. */
export async function recipeOf(folders: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of ["deno.lock", ...await sourceFiles(root, folders)]) {
    hash.update(path).update(await Deno.readFile(`${root}${path}`));
  }
  return hash.digest("hex");
}

let recipe: Promise<string> | undefined;

async function make(): Promise<void> {
  await Deno.remove(template, { recursive: true }).catch(() => {});
  const server = spawnLatchkey(["serve"], {
    LATCHKEY_DATA_DIR: `${template}/data`,
    LATCHKEY_LISTEN: "127.0.0.1:0",
  });
  const listens = await server.line(/\blistening\b/);
  server.kill("SIGTERM");
  const code = await server.ended;
  if (!listens || code !== 0) {
    throw new Error(`No data directory was made (${code}):\n${server.errors.join("\n")}`);
  }
}

/** Copies a directory to a path where there is nothing yet. */
export async function copyTree(from: string, to: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("cp", { args: ["-a", from, to] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Copies an initialised data directory, with its secret and its keys, to a path where there is nothing yet. */
export async function copyDataDir(path: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  // Several test processes come here at once: one makes it, and nobody copies while it is made.
  using lock = await Deno.open(`${folder}/data_dir.lock`, { create: true, write: true });
  await lock.lock(true);
  recipe ??= recipeOf(["src", "migrations"]);
  const wanted = await recipe;
  const present = await Deno.readTextFile(`${template}/recipe`).catch(() => undefined);
  if (present !== wanted) {
    await make();
    await Deno.writeTextFile(`${template}/recipe`, wanted);
  }
  await copyTree(`${template}/data`, path);
}
