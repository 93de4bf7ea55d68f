import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";

/** The stored hash of an account's password. */
export async function findPasswordHash(
  { db, tenant }: TenantStore,
  account_id: string,
): Promise<string | undefined> {
  const row = await db.selectFrom("password").select("hash").where("tenant", "=", tenant)
    .where("account_id", "=", account_id).executeTakeFirst();
  return row?.hash;
}

/** Sets or replaces an account's password. @param hash A PHC string. */
export async function savePasswordHash(
  { db, tenant }: TenantStore,
  account_id: string,
  hash: string,
  at: Instant,
): Promise<void> {
  await db.insertInto("password").values({ tenant, account_id, hash, changed_at: at })
    .onConflict((conflict) =>
      conflict.columns(["tenant", "account_id"]).doUpdateSet({ hash, changed_at: at })
    )
    .execute();
}

/** Replaces a password by another. @returns false where it is no longer the one that was checked: somebody else changed it first. */
export async function replacePasswordHash(
  { db, tenant }: TenantStore,
  account_id: string,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at: Instant },
): Promise<boolean> {
  const row = await db.updateTable("password").set({ hash: to, changed_at: at }).where("tenant", "=", tenant)
    .where("account_id", "=", account_id).where("hash", "=", from).returning("account_id").executeTakeFirst();
  return row !== undefined;
}
