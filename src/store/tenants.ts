import type { TenantPolicy } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import type { Db } from "./transition.ts";

export interface TenantRow {
  readonly id: string;
  readonly policy: TenantPolicy;
  readonly enabled: boolean;
}

/** The tenant of that id. */
export const findTenant = (db: Db, id: string): Promise<TenantRow | undefined> =>
  db.selectFrom("tenant").select(["id", "policy", "enabled"]).where("id", "=", id).executeTakeFirst();

/** Makes a tenant where there is none of that id yet. */
export async function ensureTenant(
  db: Db,
  tenant: {
    readonly id: string;
    readonly slug: string;
    readonly pairwise_salt: Uint8Array;
    readonly at: Instant;
  },
): Promise<void> {
  const { at, ...columns } = tenant;
  await db.insertInto("tenant").values({ ...columns, enabled: true, policy: {}, created_at: at })
    .onConflict((conflict) => conflict.doNothing()).execute();
}

/** What a tenant's pairwise subject identifiers are made with, as it is stored. */
export async function findPairwiseSalt(db: Db, id: string): Promise<Uint8Array> {
  const row = await db.selectFrom("tenant").select("pairwise_salt").where("id", "=", id)
    .executeTakeFirstOrThrow();
  return row.pairwise_salt;
}

/** Stores the same salt sealed anew, where no other server did so meanwhile. */
export async function replacePairwiseSalt(
  db: Db,
  id: string,
  { from, to }: { readonly from: Uint8Array; readonly to: Uint8Array },
): Promise<void> {
  await db.updateTable("tenant").set({ pairwise_salt: to }).where("id", "=", id)
    .where("pairwise_salt", "=", from).execute();
}

/** A tenant's policy, locked until the unit ends. */
export async function lockPolicy(db: Db, id: string): Promise<TenantPolicy> {
  const row = await db.selectFrom("tenant").select("policy").where("id", "=", id).forUpdate()
    .executeTakeFirstOrThrow();
  return row.policy;
}

/** Replaces a tenant's policy. */
export async function savePolicy(db: Db, id: string, policy: TenantPolicy): Promise<void> {
  await db.updateTable("tenant").set({ policy }).where("id", "=", id).execute();
}
