import { sql } from "kysely";
import type { Instant, Seconds } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** How many in a row, and how long until one more is allowed. */
export interface Rate {
  readonly burst: number;
  readonly interval: Seconds;
}

/**
 * Counts one attempt against a key; the level sinks by one in each interval. One statement decides, so that all
 * servers share one count. What is refused is not counted, so hammering cannot hold anybody up for longer.
 *
 * @returns 0 where the attempt may go on, else the seconds after which one may.
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
  // A fraction of a second is lost in the division, so that whoever waited exactly as told is let in.
  const room = sql<boolean>`${left} + 1 <= ${burst}::double precision + 0.001`;
  const taken = await db.insertInto("throttle").values({ tenant, key, level: 1, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "key"]).doUpdateSet({
        level: sql<number>`${left} + 1`,
        updated_at: now,
      }).where(room)
    ).returning("level").executeTakeFirst();
  if (taken) return 0;
  const held = await db.selectFrom("throttle")
    .select(
      sql<number>`(${left} + 1 - ${burst}::double precision) * ${interval}::double precision`.as("wait"),
    )
    .where("tenant", "=", tenant).where("key", "=", key).executeTakeFirst();
  return Math.max(1, Math.ceil((held?.wait ?? 0) - 0.01));
}

/** Forgets the attempts of a key, as after a success. */
export async function forgetAttempts({ db, tenant }: TenantStore, key: string): Promise<void> {
  await db.deleteFrom("throttle").where("tenant", "=", tenant).where("key", "=", key).execute();
}
