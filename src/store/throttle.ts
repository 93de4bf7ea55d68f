import { sql } from "kysely";
import type { Instant, Seconds } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** How many in a row, and how long until one more is allowed. */
export interface Rate {
  readonly burst: number;
  readonly interval: Seconds;
}

/**
 * Counts one attempt against a key; the level sinks by one in each interval. One statement, so that all servers share
 * one count.
 *
 * @returns 0 where the attempt may go on, else the seconds to wait.
 */
export async function takeAttempt(
  { db, tenant }: TenantStore,
  key: string,
  { burst, interval }: Rate,
  now: Instant,
): Promise<Seconds> {
  const left = sql<
    number
  >`greatest(0, throttle.level - (${now}::bigint - throttle.updated_at)::double precision
    / ${interval}::double precision)`;
  const { level } = await db.insertInto("throttle").values({ tenant, key, level: 1, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "key"]).doUpdateSet({
        // What was refused does not add to the level, so hammering cannot lock anybody out for longer.
        level: sql<number>`least(${left} + 1, ${burst}::double precision + 1)`,
        updated_at: now,
      })
    ).returning("level").executeTakeFirstOrThrow();
  return level > burst ? Math.max(1, Math.ceil((level - burst) * interval)) : 0;
}

/** Forgets the attempts of a key, as after a success. */
export async function forgetAttempts({ db, tenant }: TenantStore, key: string): Promise<void> {
  await db.deleteFrom("throttle").where("tenant", "=", tenant).where("key", "=", key).execute();
}
