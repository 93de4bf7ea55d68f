import { Kysely } from "kysely";
import { PostgresJSDialect } from "kysely-postgres-js";
import { type ClientOptions, openPool, type PoolLimits } from "./postgres_pool.ts";
import { postgresTypes } from "./postgres_types.ts";
import type { Database } from "./schema.ts";
import type { Db } from "./transition.ts";

/**
 * What one use of the database may take while requests are answered, in milliseconds. Each statement finds its rows by
 * a key, so whatever comes near these limits waits for a lock or for a server that is away, and is better tried again.
 */
export interface ServingLimits {
  /** Waiting for one of the connections, where all are at work. */
  readonly waitMs: number;
  /** All of it: waiting, connecting, every statement of a unit. Longer than the server's own limits, which leave the connection whole. */
  readonly useMs: number;
  /** `statement_timeout`, kept by the server. */
  readonly statementMs: number;
  /** `idle_in_transaction_session_timeout`, kept by the server: locks of a process that stands still are freed. */
  readonly idleInTransactionMs: number;
}

const serving: ServingLimits = { waitMs: 2000, useMs: 4000, statementMs: 3000, idleInTransactionMs: 4000 };

const openDatabase = (url: string, options: ClientOptions, limits: PoolLimits): Db =>
  new Kysely<Database>({
    dialect: new PostgresJSDialect({ postgres: () => openPool(url, options, limits) }),
  });

/**
 * Opens a PostgreSQL server to serve requests from. No use of it takes longer than its limits, four seconds, whatever
 * happens to the server or to the way there.
 *
 * The server's own limits are startup parameters, which a URL may set to something else (`?statement_timeout=…`). A
 * pooler in between that does not know them has to be told to ignore them (PgBouncer: `ignore_startup_parameters`).
 *
 * @param url A `postgres://` URL.
 * @param connections The most connections that this process opens.
 */
export function openPostgres(url: string, connections = 20, limits: ServingLimits = serving): Db {
  const { statementMs, idleInTransactionMs, ...use } = limits;
  const connection = {
    application_name: "latchkey",
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  };
  return openDatabase(url, { types: postgresTypes, connection }, { connections, ...use });
}

/** Opens a PostgreSQL server to migrate it: a statement may take its time, and so may the lock that another server holds. */
export function openPostgresToMigrate(url: string): Db {
  const connection = { application_name: "latchkey migrate" };
  const limits = { connections: 2, waitMs: undefined, useMs: undefined };
  return openDatabase(url, { types: postgresTypes, connection }, limits);
}

const unreachable = new Set([
  "CONNECTIONS_BUSY",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "DATABASE_SILENT",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "25006", // read_only_sql_transaction: another server has taken over
  "25P03", // idle_in_transaction_session_timeout
  "40001", // serialization_failure, after the unit was run again
  "40P01", // deadlock_detected, after the unit was run again
  "57014", // query_canceled: statement_timeout
]);

// connection_exception, invalid_authorization, insufficient_resources, operator_intervention at or before shutdown.
const unreachableClasses = /^(08|28|53|57P)/;

/** Whether a fault means that the database cannot be reached or is overloaded just now, so that trying again later is right. */
export function isUnreachable(fault: unknown): boolean {
  const { code, errors } = fault as { code?: unknown; errors?: readonly unknown[] };
  if (typeof code === "string") return unreachable.has(code) || unreachableClasses.test(code);
  return Array.isArray(errors) && errors.length > 0 && errors.every(isUnreachable);
}
