import { type Selectable, sql } from "kysely";
import { logoutDelivery, logoutKept, nextAttempt } from "../domain/logout_delivery.ts";
import { bucketOf, type Instant } from "../domain/time.ts";
import type { LogoutDeliveryTable } from "./tables/logout.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, type Db, fire, increment } from "./transition.ts";

export type LogoutDelivery = Selectable<LogoutDeliveryTable>;

/** Queues what the clients of a session that has just ended are to be told. In the unit that ends it. */
export async function queueLogouts(
  { db, tenant }: TenantStore,
  session: { readonly id: string; readonly account_id: string },
  at: Instant,
): Promise<void> {
  const told = await db.selectFrom("session_client as s")
    .innerJoin(
      "client as c",
      (join) => join.onRef("c.tenant", "=", "s.tenant").onRef("c.client_id", "=", "s.client_id"),
    )
    .select(["s.client_id", "s.sid"]).where("s.tenant", "=", tenant).where("s.session_id", "=", session.id)
    .where("c.state", "=", "active").where(sql<boolean>`c.metadata ? 'backchannel_logout_uri'`)
    .orderBy("s.sid").execute();
  const expires_at = at + logoutKept;
  for (const client of told) {
    await create(db, logoutDelivery, at, {
      tenant,
      bucket: bucketOf(expires_at),
      // A session ends once, and a client knows it by one sid.
      id: client.sid,
      ...client,
      account_id: session.account_id,
      attempts: 0,
      next_attempt_at: at,
      expires_at,
      created_at: at,
    });
  }
}

/** The tenants in which deliveries are due. */
export async function tenantsToTell(db: Db, now: Instant): Promise<readonly string[]> {
  const rows = await db.selectFrom("logout_delivery").select("tenant").distinct()
    .where("state", "=", "queued").where("next_attempt_at", "<=", now).execute();
  return rows.map(({ tenant }) => tenant);
}

/**
 * Some of the deliveries that are due, those that wait longest first; one of each client before the second of any, so
 * that a client that does not answer holds up itself alone.
 */
export function dueLogouts(
  { db, tenant }: TenantStore,
  now: Instant,
  most: number,
): Promise<readonly LogoutDelivery[]> {
  const due = db.selectFrom("logout_delivery").selectAll()
    .select(sql`row_number() over (partition by client_id order by next_attempt_at, id)`.as("turn"))
    .where("tenant", "=", tenant).where("state", "=", "queued").where("next_attempt_at", "<=", now);
  return db.selectFrom(due.as("due")).selectAll().orderBy("turn").orderBy("next_attempt_at").limit(most)
    .execute();
}

/** Claims an attempt: of several servers one gets it, and if that one dies another has it after the pause. */
export const attemptLogout = (
  { db, tenant }: TenantStore,
  { bucket, id, attempts }: LogoutDelivery,
  now: Instant,
) =>
  fire(db, [logoutDelivery, "attempt"], { tenant, bucket, id }, now, { now }, {
    attempts: increment("attempts"),
    next_attempt_at: nextAttempt(attempts, now),
  });

/** Says how an attempt came out. @param row As it was claimed. */
export const settleLogout = (
  { db, tenant }: TenantStore,
  { bucket, id, attempts }: LogoutDelivery,
  how: "deliver" | "fail",
  at: Instant,
) => fire(db, [logoutDelivery, how], { tenant, bucket, id }, at, { attempt: attempts });
