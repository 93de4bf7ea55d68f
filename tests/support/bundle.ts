/** The bundled program as a server, with fewer rights than it has by itself. */
import { makeBundle, permissions, program } from "../../scripts/bundle.ts";
import { copyTree, recipeOf } from "./data_dir.ts";
import { root } from "./latchkey.ts";
import { startServer, type TestServer } from "./server.ts";

/**
 * Starts a bundle. It has its own directory and its data directory to read, the data directory to write, and loopback to
 * reach; neither a package cache nor a configuration of Deno's is there.
 */
export function startBundle(directory: string, dataDir: string): Promise<TestServer> {
  const narrowed = permissions.map((flag) =>
    ({
      "--allow-net": "--allow-net=localhost,127.0.0.1",
      "--allow-read": `--allow-read=${directory},${dataDir}`,
      "--allow-write": `--allow-write=${dataDir}`,
    })[flag] ?? flag
  );
  return startServer({
    dataDir,
    program: {
      directory,
      args: ["run", "--no-config", "--cached-only", "--no-npm", ...narrowed, program],
      env: { DENO_DIR: `${dataDir}/none` },
    },
  });
}

const kept = `${root}.artifacts/bundle`;

const recipe = () => recipeOf(["src", "migrations", "scripts"]);

/** Keeps a bundle that was just made for whoever else needs one of the same sources: making it takes seconds. */
export async function keepBundle(directory: string): Promise<void> {
  await Deno.remove(kept, { recursive: true }).catch(() => {});
  await Deno.mkdir(kept, { recursive: true });
  await copyTree(directory, `${kept}/bundle`);
  await Deno.writeTextFile(`${kept}/recipe`, await recipe());
}

/** Copies the bundle that was kept, or makes one, at a path where there is nothing yet. */
export async function copyBundle(path: string): Promise<void> {
  const present = await Deno.readTextFile(`${kept}/recipe`).catch(() => undefined);
  if (present === await recipe()) await copyTree(`${kept}/bundle`, path);
  else await makeBundle(path);
}
