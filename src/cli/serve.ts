import { systemRandom } from "../crypto/random.ts";
import { generateKey } from "../crypto/signing_key.ts";
import { keyAlgorithms } from "../domain/provider_key.ts";
import type { Pause } from "../domain/time.ts";
import { createApp } from "../http/app.ts";
import { deploy } from "../http/deploy.ts";
import type { Deployment } from "../http/deployment.ts";
import { listen, type Listening } from "../http/listen.ts";
import { preparePlayground } from "../http/playground/client.ts";
import { makeLog } from "../http/log.ts";
import { mountAdmin } from "../http/admin_api.ts";
import { holdsDatabase } from "../store/embedded.ts";
import { pendingMigrations } from "../store/migrate.ts";
import { type Command, type CommandIo, exit } from "./command.ts";
import type { Config } from "./config.ts";
import { derivedAdminToken, freeBytes, loadSecret, saveAdminToken } from "./data_dir.ts";
import { keepTime } from "./keep_time.ts";
import { openFetch } from "./open_fetch.ts";
import { settingsOf, type Storage, withStorage } from "./open_storage.ts";
import { welcomeLines } from "./welcome.ts";

/** How long requests in flight may take to end once the server is told to stop. */
const drainMs = 10_000;

const clock = () => Math.floor(Date.now() / 1000);

const pause: Pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Makes key pairs. Those of a first start are begun now: they take about as long as its database, and then both are there. */
async function keyMaker({ databaseUrl, dataDir }: Config): Promise<typeof generateKey> {
  const first = databaseUrl === undefined && !(await holdsDatabase(dataDir));
  const begun = new Map(first ? keyAlgorithms.map((alg) => [alg, generateKey(alg)] as const) : []);
  return (alg) => {
    const pair = begun.get(alg) ?? generateKey(alg);
    begun.delete(alg);
    return pair;
  };
}

/** What the server stands on. */
export interface Ground extends Storage {
  readonly generate: typeof generateKey;
}

/** Puts the server together on an open database. */
export async function build(config: Config, { db, generate }: Ground, io: CommandIo): Promise<Deployment> {
  const secret = config.secret ?? await loadSecret(config.dataDir, systemRandom);
  const log = makeLog(config.log, io.out, Date.now);
  const deployment = await deploy({
    ...config,
    db,
    generate,
    clock,
    pause,
    random: systemRandom,
    secret,
    adminToken: (derive) => config.adminToken ?? derivedAdminToken(derive),
    cores: navigator.hardwareConcurrency,
    ...(config.databaseUrl === undefined ? { freeBytes: () => freeBytes(config.dataDir) } : {}),
    ...await openFetch(config, { db, log }),
    log,
  });
  if (config.adminToken === undefined) await saveAdminToken(config.dataDir, deployment.adminToken);
  return deployment;
}

/** Waits until the operating system asks the process to stop. */
function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      Deno.addSignalListener(signal, () => resolve(signal));
    }
  });
}

async function serveOn(config: Config, storage: Ground, io: CommandIo): Promise<number> {
  if (config.migrate) await storage.migrate();
  else {
    const pending = await pendingMigrations(storage.db);
    if (pending.length > 0) {
      io.err(`The database lacks ${pending.length} migrations (${pending.join(", ")}): run latchkey migrate`);
      return exit.failed;
    }
  }
  const deployment = await build(config, storage, io);
  const app = createApp(deployment, (hono) => mountAdmin(hono, deployment), {
    playground: await preparePlayground(deployment),
  });
  let listening: Listening;
  try {
    listening = await listen(app, config);
  } catch (fault) {
    io.err((fault as Error).message);
    return exit.failed;
  }
  // Whoever reads that it listens may send the signal at once.
  const stop = stopAsked();
  for (const name of config.withoutEffect) deployment.log("warn", "setting_without_effect", { name });
  deployment.log("info", "listening", {
    issuer: config.issuer,
    address: listening.address,
    database: config.databaseUrl === undefined ? "embedded" : "postgresql",
    mode: config.development ? "development" : "production",
  });
  for (const line of await welcomeLines(deployment, { config, terminal: io.terminal })) io.out(line);
  const stopTime = keepTime(deployment);
  const signal = await stop;
  deployment.log("info", "stopping", { signal });
  await Promise.all([stopTime(), listening.drain(drainMs)]);
  deployment.log("info", "stopped");
  return exit.ok;
}

/** Runs the server until it is asked to stop. */
export const serve: Command = {
  name: "serve",
  summary: "Run the server",
  usage: `Usage: latchkey serve

Settings come from the environment (LATCHKEY_ISSUER, LATCHKEY_LISTEN, DATABASE_URL, ...; the README lists them).
Without DATABASE_URL the embedded database is used, in LATCHKEY_DATA_DIR.`,
  run: async (args, io) => {
    if (args.length > 0) {
      io.err(`latchkey serve does not know ${args[0]}`);
      return exit.usage;
    }
    const config = settingsOf(io);
    if (!config) return exit.failed;
    const generate = await keyMaker(config);
    return await withStorage(io, config, (storage) => serveOn(config, { ...storage, generate }, io));
  },
};
