import type { Selectable } from "kysely";
import { bucketOfId } from "../crypto/secret.ts";
import { refreshToken } from "../domain/refresh_token.ts";
import { bucketOf, type Instant } from "../domain/time.ts";
import { tokenFamily as machine } from "../domain/token_family.ts";
import type { TokenFamilyTable } from "./tables/authorization.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type FamilyRow = Selectable<TokenFamilyTable>;

/** Starts the family of a redemption. Its id carries the bucket. */
export async function createFamily(
  { db, tenant }: TenantStore,
  columns: Omit<FamilyRow, "tenant" | "bucket" | "state" | "state_at" | "created_at">,
  at: Instant,
): Promise<void> {
  await create(db, machine, at, { tenant, bucket: bucketOfId(columns.id), ...columns, created_at: at });
}

/**
 * The family, while it counts: its own state and that of its grant, consent, client, account, tenant and session, by
 * the one view that every reader of tokens asks.
 */
export const findUsableFamily = (
  { db, tenant }: TenantStore,
  id: string,
  now: Instant,
): Promise<FamilyRow | undefined> =>
  db.selectFrom("usable_family").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucketOfId(id))
    .where("id", "=", id).where("expires_at", ">", now).where("session_expires_at", ">", now)
    .executeTakeFirst();

/** Revokes a family and every refresh token in it (RFC 7009 section 2.1). @returns whether it was active until now. */
export async function revokeFamily({ db, tenant }: TenantStore, id: string, at: Instant): Promise<boolean> {
  const key = { tenant, bucket: bucketOfId(id), id };
  const family = await db.selectFrom("token_family").select("expires_at").where("tenant", "=", tenant)
    .where("bucket", "=", key.bucket).where("id", "=", id).executeTakeFirst();
  if (!family) return false;
  // Every refresh token of a family is in the bucket of the day on which the family ends.
  const bucket = bucketOf(family.expires_at);
  // Child before parent, the order in which a rotation locks.
  const tokens = await db.selectFrom("refresh_token").select("digest").where("tenant", "=", tenant)
    .where("bucket", "=", bucket).where("family_id", "=", id).where("state", "!=", "revoked")
    .orderBy("created_at", "desc").execute();
  for (const { digest } of tokens) {
    await fire(db, [refreshToken, "revoke"], { tenant, bucket, digest }, at, {}, { answer: null });
  }
  return (await fire(db, [machine, "revoke"], key, at, {})).ok;
}
