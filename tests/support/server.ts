/** The server as a process of its own, behind a real socket, started as `deno task start` does it. */
import { assertEquals } from "@std/assert";
import { copyDataDir } from "./data_dir.ts";
import { freePort } from "./free_port.ts";
import { type Latchkey, type Program, spawnLatchkey } from "./latchkey.ts";
import type { Send, TestClient, TestPerson } from "./provider.ts";

/** A running server. Disposing of it stops it and removes the data directory that was made for it. */
export interface TestServer extends AsyncDisposable {
  readonly issuer: string;
  readonly port: number;
  readonly dataDir: string;
  /** Bearer of the admin API. */
  readonly adminToken: string;
  readonly process: Latchkey;
  /** Sends a request over the socket, at a path or an address; redirects are not followed. */
  readonly send: Send;
  /** Asks it to end and waits until it has. @returns the exit code. */
  readonly stop: (signal?: Deno.Signal) => Promise<number>;
}

/** What differs from a server on a copy of the initialised data directory. */
export interface ServerOptions {
  /** Further variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** A PostgreSQL server instead of the embedded database. */
  readonly databaseUrl?: string;
  /** A directory to use as it is, and to leave there. */
  readonly dataDir?: string;
  /** Serves https with these PEM files, which are trusted. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Another program than the checkout's for brief use. */
  readonly program?: Program;
}

/** The bearer that every test server takes. */
export const adminToken = "test-admin-token-0123456789abcdef";

/** A secret for servers on PostgreSQL, which have to be given one. */
export const serverSecret = "q7Jm1Xc3o0m8fYtqv5h2Zl9eRkN4dWbU6sGiAaPxEyM";

/** The variables of a server. */
export function serverEnv(
  port: number,
  { env, databaseUrl, dataDir, tls }: ServerOptions,
): Record<string, string> {
  return {
    LATCHKEY_ISSUER: `${tls ? "https" : "http"}://localhost:${port}`,
    LATCHKEY_LISTEN: `127.0.0.1:${port}`,
    LATCHKEY_ADMIN_TOKEN: adminToken,
    ...(dataDir === undefined ? {} : { LATCHKEY_DATA_DIR: dataDir }),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl, LATCHKEY_SECRET: serverSecret }),
    ...(tls ? { LATCHKEY_TLS_CERT: tls.cert, LATCHKEY_TLS_KEY: tls.key } : {}),
    ...env,
  };
}

/**
 * Starts a server on a free port and waits until it is ready.
 *
 * @throws Error where it ends instead, with everything that it wrote.
 */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const made = options.dataDir === undefined
    ? await Deno.makeTempDir({ prefix: "latchkey-server-" })
    : undefined;
  const dataDir = options.dataDir ?? `${made}/data`;
  const remove = async () => {
    if (made !== undefined) await Deno.remove(made, { recursive: true });
  };
  try {
    if (made !== undefined && options.databaseUrl === undefined) await copyDataDir(dataDir);
    for (let attempt = 1;; attempt++) {
      const server = await tryPort(freePort(), { ...options, dataDir }, remove);
      if (!(server instanceof Error)) return server;
      if (attempt === 5 || !server.message.includes("taken by another program")) throw server;
    }
  } catch (fault) {
    await remove();
    throw fault;
  }
}

async function tryPort(
  port: number,
  options: ServerOptions & { readonly dataDir: string },
  remove: () => Promise<void>,
): Promise<TestServer | Error> {
  const env = serverEnv(port, options), address = `${options.tls ? "https" : "http"}://localhost:${port}`;
  const process = spawnLatchkey(["serve"], env, options.program);
  if (!await process.line(/\blistening\b/)) {
    return new Error(`The server ended (${await process.ended}):\n${process.errors.join("\n")}`);
  }
  const trust = options.tls && { caCerts: [await Deno.readTextFile(options.tls.cert)] };
  const client = trust && Deno.createHttpClient(trust);
  const send: Send = (target, init) =>
    fetch(new URL(target, address), { redirect: "manual", ...init, ...(client ? { client } : {}) });
  const stop = async (signal: Deno.Signal = "SIGTERM") => {
    process.kill(signal);
    return await process.ended;
  };
  const ready = await send("/readyz");
  assertEquals([ready.status, await ready.text()], [200, "ready\n"]);
  return {
    issuer: env.LATCHKEY_ISSUER!,
    port,
    dataDir: options.dataDir,
    adminToken: env.LATCHKEY_ADMIN_TOKEN!,
    process,
    send,
    stop,
    async [Symbol.asyncDispose]() {
      await stop("SIGKILL");
      client?.close();
      await remove();
    },
  };
}

/** Calls the admin API. @returns the decoded answer, of the status that is expected. */
export async function admin(
  { send, adminToken }: TestServer,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
  status = 200,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await send(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assertEquals(response.status, status, text);
  return text === "" ? {} : JSON.parse(text);
}

/** Registers a client through the admin API. @param metadata What differs from a web application with refresh tokens. */
export async function registerClient(
  server: TestServer,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<TestClient> {
  const made = await admin(server, ["POST", "/clients", {
    client_name: "Example App",
    redirect_uris: ["http://127.0.0.1/callback"],
    grant_types: ["authorization_code", "refresh_token"],
    ...metadata,
  }], 201);
  const { client_id, client_secret = "", redirect_uris } = made;
  return {
    client_id: client_id as string,
    client_secret: client_secret as string,
    redirect_uri: (redirect_uris as string[])[0] ?? "",
  };
}

/** Makes a person who can sign in, through the admin API. @param members What differs from Ada. */
export async function registerPerson(
  server: TestServer,
  username = "ada",
  members: Readonly<Record<string, unknown>> = { name: "Ada Lovelace" },
): Promise<TestPerson> {
  const password = `correct horse ${username}`;
  const person = { username, email: `${username}@example.com`, email_verified: true, password, ...members };
  const { id } = await admin(server, ["POST", "/users", person], 201);
  return { sub: id as string, username, password };
}

/** Changes the policy of a server's tenant, and waits until it is in force: a server reads it once a second. */
export async function changePolicy(
  server: TestServer,
  policy: Readonly<Record<string, unknown>>,
): Promise<void> {
  await admin(server, ["PATCH", "/tenant", policy]);
  await new Promise((resolve) => setTimeout(resolve, 2000));
}
