/**
 * Throwaway PostgreSQL servers for tests: the system's and the one npm brings. Each has its own directory and port, is
 * reachable over loopback only, and is gone with its directory when it is disposed of or when the test process ends,
 * killed or not. Linux only, as the npm binaries are.
 */
import postgres from "postgres";
import { freePort } from "./free_port.ts";
import { installed } from "./postgres_binaries.ts";

export { availablePostgres } from "./postgres_binaries.ts";

/** A running server; disposing of it ends it and removes its data. */
export interface PostgresServer extends AsyncDisposable {
  /** As PostgreSQL writes it, such as "15.18". */
  readonly version: string;
  /** The same for the server's whole life, restarts included. */
  readonly port: number;
  /** Connection URL of a database, by default `postgres`. The user is a superuser without a password. */
  url(database?: string): string;
  /** Makes an empty database of a new name and gives its URL. */
  createDatabase(): Promise<string>;
  /** Starts it again after `stop` or `kill`. */
  start(): Promise<void>;
  /** Ends it and keeps its data: `fast` cuts the sessions and shuts down cleanly, `immediate` leaves recovery to the next start. */
  stop(signal?: "fast" | "immediate"): Promise<void>;
  /** Kills the server process and its children as a crash would. */
  kill(): Promise<void>;
}

const nobody = 65534; // PostgreSQL refuses to run as root
const startLimitMs = 60_000;

// Ends the server and removes the directory once its standard input closes, that is when this process ends in any way.
const watch = `
trap '' HUP INT TERM
read -r _
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ] && grep -qs "$1" "/proc/$pid/cmdline"; then
  kill -QUIT "$pid"
  while grep -qs "$1" "/proc/$pid/cmdline"; do sleep 0.02; done
fi
rm -rf "$1"`;

/**
 * Starts a server on an empty data directory.
 *
 * @param which The system's newest PostgreSQL, or the one npm brings.
 * @param options durable: whether commits are flushed to disk (off: tests do not cut the power).
 * @returns The server, ready for connections.
 * @throws Error where there is no such PostgreSQL on this machine, or it does not start; its log is in the message.
 */
export async function startPostgres(
  which: "system" | "npm",
  options: { readonly durable?: boolean } = {},
): Promise<PostgresServer> {
  const { bin, version } = await installed(which);
  const home = await Deno.makeTempDir({ prefix: "latchkey-postgresql-" });
  const watcher = new Deno.Command("sh", {
    args: ["-c", watch, "sh", home],
    stdin: "piped",
    stdout: "null",
    cwd: "/",
    detached: true,
  }).spawn();
  const remove = async () => {
    await watcher.stdin.close();
    await watcher.status;
  };
  const data = `${home}/data`, log = `${home}/log`;
  let port = freePort();
  let databases = 0;
  let child: Deno.ChildProcess | undefined;

  const spawn = () =>
    command(
      ["sh", "-c", 'log=$1; shift; exec "$@" >"$log" 2>&1', "sh", log, `${bin}/postgres`, "-D", data].concat(
        settings({ port, home, durable: options.durable ?? false }).flatMap((setting) => ["-c", setting]),
      ),
    ).spawn();

  const start = async () => {
    child ??= spawn();
    const stopped = child.status.then(() => "stopped" as const);
    const limit = Date.now() + startLimitMs;
    while (!await ready(data, child.pid)) {
      const state = await Promise.race([stopped, pause(5)]);
      if (state !== "stopped" && Date.now() < limit) continue;
      if (state !== "stopped") child.kill("SIGKILL");
      await child.status;
      child = undefined;
      throw new Error(`PostgreSQL ${version} does not start:\n${await Deno.readTextFile(log)}`);
    }
  };

  const end = async (signal: Deno.Signal) => {
    if (!child) return;
    child.kill(signal);
    await child.status;
    child = undefined;
  };

  try {
    if (Deno.uid() === 0) await Deno.chown(home, nobody, nobody);
    await initialise({ bin, version }, data);
    for (let attempt = 1;; attempt++) {
      try {
        await start();
        break;
      } catch (error) {
        if (attempt === 5 || !String(error).includes("Address already in use")) throw error;
        port = freePort();
      }
    }
  } catch (error) {
    await remove();
    throw error;
  }

  const url = (database = "postgres") => `postgres://postgres@127.0.0.1:${port}/${database}`;
  return {
    version,
    port,
    url,
    async createDatabase() {
      const name = `test_${++databases}`;
      const sql = postgres(url(), { max: 1 });
      await sql.unsafe(`create database ${name}`).finally(() => sql.end());
      return url(name);
    },
    start,
    stop: (signal = "fast") => end(signal === "fast" ? "SIGINT" : "SIGQUIT"),
    async kill() {
      if (!child) return;
      child.kill("SIGSTOP"); // so that it makes no further child while they are listed
      const family = childrenOf(child.pid);
      for (const pid of family) Deno.kill(pid, "SIGKILL");
      await end("SIGKILL");
      // The next start is refused while a child still holds the shared memory.
      while (family.some(alive)) await pause(2);
    },
    async [Symbol.asyncDispose]() {
      await end("SIGQUIT");
      await remove();
    },
  };
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const settings = ({ port, home, durable }: { port: number; home: string; durable: boolean }): string[] => [
  "listen_addresses=127.0.0.1",
  `port=${port}`,
  `unix_socket_directories=${home}`,
  "max_connections=200",
  "timezone=UTC",
  "log_timezone=UTC",
  ...(durable ? [] : ["fsync=off", "full_page_writes=off"]),
];

function command([program, ...args]: readonly string[]): Deno.Command {
  return new Deno.Command(program!, {
    args,
    cwd: "/",
    clearEnv: true, // PGDATA, PGOPTIONS and the like are the developer's own
    env: { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", LC_ALL: "C" },
    stdin: "null",
    detached: !program!.endsWith("/initdb"), // else Deno kills the server before the watcher can end it in good order
    ...(Deno.uid() === 0 ? { uid: nobody, gid: nobody } : {}),
  });
}

const folder = new URL("../../.artifacts/", import.meta.url).pathname;

/** Copies a directory to a path where there is nothing yet. @returns whether there was one. */
async function copy(from: string, to: string): Promise<boolean> {
  const { success } = await new Deno.Command("cp", { args: ["-a", from, to], stderr: "null" }).output();
  return success;
}

/** Makes a data directory. That takes a second; copying the first one that was made does not, so it is kept. */
async function initialise({ bin, version }: { bin: string; version: string }, data: string): Promise<void> {
  const options = ["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"];
  const kept = `${folder}postgresql-${version}`;
  if (await copy(kept, data)) return;
  const result = await command([`${bin}/initdb`, "-D", data, ...options]).output();
  if (!result.success) throw new Error(`initdb failed:\n${new TextDecoder().decode(result.stderr)}`);
  await Deno.mkdir(folder, { recursive: true });
  const draft = await Deno.makeTempDir({ dir: folder });
  await copy(data, `${draft}/data`);
  // Whole or not at all, and where another process was first, that one's.
  await Deno.rename(`${draft}/data`, kept).catch(() => {});
  await Deno.remove(draft, { recursive: true });
}

// The server writes its state into the eighth line of its lock file; pg_ctl waits for the same word.
async function ready(data: string, pid: number): Promise<boolean> {
  const lines = await Deno.readTextFile(`${data}/postmaster.pid`).then((text) => text.split("\n"), () => []);
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

function statusOf(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/status`);
  } catch {
    return ""; // it has ended meanwhile
  }
}

const alive = (pid: number): boolean => /^State:\s+[^ZX]/m.test(statusOf(pid));

function childrenOf(parent: number): number[] {
  const pids = [...Deno.readDirSync("/proc")].map((entry) => Number(entry.name)).filter(Number.isInteger);
  return pids.filter((pid) => new RegExp(`^PPid:\\s+${parent}$`, "m").test(statusOf(pid)));
}
