import type { TenantStore } from "./tenant_store.ts";

/** The columns of an upstream that are sealed. */
export const sealedColumns = ["client_secret", "signing_key"] as const;
export type SealedColumn = typeof sealedColumns[number];

/** A sealed value of an upstream. */
export interface SealedUpstreamValue {
  readonly id: string;
  readonly sealed: Uint8Array;
}

/** Every sealed value of one column. */
export const sealedUpstreamValues = (
  { db, tenant }: TenantStore,
  column: SealedColumn,
): Promise<readonly SealedUpstreamValue[]> =>
  db.selectFrom("upstream").select(["id", `${column} as sealed`]).where("tenant", "=", tenant)
    .where(column, "is not", null).$narrowType<SealedUpstreamValue>().orderBy("id").execute();

/** Replaces a seal by another one of the same value, unless somebody did so meanwhile. */
export async function resealUpstreamValue(
  { db, tenant }: TenantStore,
  column: SealedColumn,
  { id, sealed, renewed }: SealedUpstreamValue & { readonly renewed: Uint8Array },
): Promise<void> {
  await db.updateTable("upstream").set({ [column]: renewed }).where("tenant", "=", tenant)
    .where("id", "=", id).where(column, "=", sealed).execute();
}
