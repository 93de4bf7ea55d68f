/** The bundled program as a server, with fewer rights than it has by itself. */
import { permissions, program } from "../../scripts/bundle.ts";
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
