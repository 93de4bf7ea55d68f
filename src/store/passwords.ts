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

/**
 * Whether an account is active and its password still the one that was checked. Where it is, both stay so until the
 * unit ends, so that no session begins with a password that is being replaced.
 */
export async function holdPassword(
  { db, tenant }: TenantStore,
  account_id: string,
  hash: string,
): Promise<boolean> {
  const row = await db.selectFrom("password as p")
    .innerJoin(
      "account as a",
      (join) => join.onRef("a.tenant", "=", "p.tenant").onRef("a.id", "=", "p.account_id"),
    )
    .select("p.account_id").where("p.tenant", "=", tenant).where("p.account_id", "=", account_id)
    .where("p.hash", "=", hash).where("a.state", "=", "active").forNoKeyUpdate("p").forShare("a")
    .executeTakeFirst();
  return row !== undefined;
}
