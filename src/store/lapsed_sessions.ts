import { sql } from "kysely";
import type { Instant } from "../domain/time.ts";
import type { SessionRow } from "./sessions.ts";
import type { TenantStore } from "./tenant_store.ts";

/** Open sessions that time has ended already, some at once. */
export const lapsedSessions = (
  { db, tenant }: TenantStore,
  now: Instant,
  most: number,
): Promise<readonly SessionRow[]> =>
  db.selectFrom("session").selectAll().where("tenant", "=", tenant).where("state", "=", "open")
    .where(sql`least(expires_at, idle_expires_at)`, "<=", now).limit(most).execute();
