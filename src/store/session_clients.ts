import { sql } from "kysely";
import type { TenantStore } from "./tenant_store.ts";

/** Apps that one page tells at most: each is a page of its own to load. */
const mostFrames = 50;

/** Notes under which sid a client knows a session. */
export async function noteSessionClient(
  { db, tenant }: TenantStore,
  row: { readonly session_id: string; readonly client_id: string; readonly sid: string },
): Promise<void> {
  await db.insertInto("session_client").values({ tenant, ...row }).onConflict((conflict) =>
    conflict.doNothing()
  ).execute();
}

/** What tells clients through the browser that their sessions ended: where, under which sid, and whether they want to be told which. */
export async function frontchannelLogouts(
  { db, tenant }: TenantStore,
  session_ids: readonly string[],
): Promise<readonly { readonly uri: string; readonly sid: string; readonly named: boolean }[]> {
  if (session_ids.length === 0) return [];
  const rows = await db.selectFrom("session_client as s")
    .innerJoin(
      "client as c",
      (join) => join.onRef("c.tenant", "=", "s.tenant").onRef("c.client_id", "=", "s.client_id"),
    )
    .select(["s.sid", "c.metadata"]).where("s.tenant", "=", tenant).where("s.session_id", "in", session_ids)
    .where("c.state", "=", "active").where(sql<boolean>`c.metadata ? 'frontchannel_logout_uri'`)
    .orderBy("s.sid").limit(mostFrames).execute();
  return rows.map(({ sid, metadata }) => ({
    uri: metadata.frontchannel_logout_uri!,
    sid,
    named: metadata.frontchannel_logout_session_required ?? false,
  }));
}
