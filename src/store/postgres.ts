import { Kysely, sql } from "kysely";
import { PostgresJSDialect } from "kysely-postgres-js";
import postgres from "postgres";
import type { Database } from "./schema.ts";
import type { Db } from "./transition.ts";

/** bigint columns hold seconds and counts, far below 2^53: they are numbers on this driver as they are on the embedded database. */
const bigint = { to: 20, from: [20], parse: Number, serialize: String };

/** bytea columns are plain byte arrays, as on the embedded database, not Node's buffers. */
const bytea = {
  to: 17,
  from: [17],
  parse: (text: string) => Uint8Array.fromHex(text.slice(2)),
  serialize: (bytes: Uint8Array) => `\\x${bytes.toHex()}`,
};

/**
 * Opens a PostgreSQL server.
 *
 * @param url A `postgres://` URL.
 * @param connections The most connections that this process opens.
 */
export function openPostgres(url: string, connections = 20): Db {
  const client = postgres(url, {
    max: connections,
    types: { bigint, bytea },
    onnotice: () => {},
    connect_timeout: 3,
    // A server that comes back is met within half a second, however long it was away.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 0.5),
    connection: { application_name: "latchkey" },
  });
  return new Kysely<Database>({ dialect: new PostgresJSDialect({ postgres: client }) });
}

const unreachable = new Set([
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "53300", // too_many_connections
]);

/** Whether a fault means that the database cannot be reached just now, so that trying again later is right. */
export function isUnreachable(fault: unknown): boolean {
  const { code, errors } = fault as { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === "string") return unreachable.has(code) || code.startsWith("08");
  return Array.isArray(errors) && errors.length > 0 && errors.every(isUnreachable);
}

/** The major version of the server. */
export async function serverVersion(db: Db): Promise<number> {
  const { rows } = await sql<
    { version: number }
  >`select current_setting('server_version_num')::int / 10000 as version`
    .execute(db);
  return rows[0]!.version;
}
