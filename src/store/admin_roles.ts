import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** Makes an account an administrator. */
export async function giveAdminRole(
  { db, tenant }: TenantStore,
  account_id: string,
  at: Instant,
): Promise<void> {
  await db.insertInto("admin_role").values({ tenant, account_id, created_at: at })
    .onConflict((conflict) => conflict.doNothing()).execute();
}

/** Whether anybody who may administer can sign in. */
export async function hasAdmin({ db, tenant }: TenantStore): Promise<boolean> {
  const row = await db.selectFrom("admin_role as r")
    .innerJoin(
      "account as a",
      (join) => join.onRef("a.tenant", "=", "r.tenant").onRef("a.id", "=", "r.account_id"),
    )
    .select("r.account_id").where("r.tenant", "=", tenant).where("a.state", "=", "active").limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
