import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** Until when a client's document counts as it was fetched last; undefined where none ever was. */
export const documentFreshUntil = async (
  { db, tenant }: TenantStore,
  client_id: string,
): Promise<Instant | undefined> =>
  (await db.selectFrom("client_fetch").select("fresh_until").where("tenant", "=", tenant)
    .where("client_id", "=", client_id).executeTakeFirst())?.fresh_until;

/** Notes that a client's document was fetched. */
export async function noteFetch(
  { db, tenant }: TenantStore,
  client_id: string,
  fresh_until: Instant,
): Promise<void> {
  await db.insertInto("client_fetch").values({ tenant, client_id, fresh_until })
    .onConflict((conflict) => conflict.columns(["tenant", "client_id"]).doUpdateSet({ fresh_until }))
    .execute();
}
