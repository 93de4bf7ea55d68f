import { sql } from "kysely";
import type { Instant } from "../domain/time.ts";
import type { Db } from "./transition.ts";

/** What can be told of the database from outside. */
export interface DatabaseFacts {
  readonly kind: "embedded" | "postgresql";
  /** The major version of PostgreSQL. */
  readonly version: number;
  /** Milliseconds that a trivial query took. */
  readonly ms: number;
  /** The database's clock. */
  readonly now: Instant;
}

/** Asks the database what it is, and what time it has. The one place where its own clock is read. */
export async function databaseFacts(db: Db): Promise<DatabaseFacts> {
  const started = performance.now();
  const { rows } = await sql<{ version: number; now: number; embedded: boolean }>`
    select current_setting('server_version_num')::int / 10000 as version,
      floor(extract(epoch from clock_timestamp()))::bigint as now,
      version() like '%emscripten%' or version() like '%wasm%' as embedded`.execute(db);
  const { version, now, embedded } = rows[0]!;
  return {
    kind: embedded ? "embedded" : "postgresql",
    version,
    ms: Math.round(performance.now() - started),
    now,
  };
}
