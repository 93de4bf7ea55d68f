import type { Selectable } from "kysely";
import { bucketOfId } from "../crypto/secret.ts";
import { none } from "../domain/machine.ts";
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

/**
 * Revokes the families of an account that outlive sessions and began since a moment.
 *
 * @param kept The session whose own stay.
 */
export async function revokeLastingFamilies(
  store: TenantStore,
  { account_id, since, kept }: {
    readonly account_id: string;
    readonly since: Instant;
    readonly kept: string;
  },
  at: Instant,
): Promise<void> {
  const { db, tenant } = store;
  const rows = await db.selectFrom("token_family as f")
    .innerJoin(
      "grant as g",
      (join) => join.onRef("g.tenant", "=", "f.tenant").onRef("g.id", "=", "f.grant_id"),
    )
    .select("f.id").where("f.tenant", "=", tenant).where("g.account_id", "=", account_id)
    .where("f.state", "=", "active").where("f.session_id", "=", none).where("f.created_at", ">=", since)
    .where((e) =>
      e.not(e.exists(
        e.selectFrom("session_client as c").select("c.sid").where("c.tenant", "=", tenant)
          .where("c.session_id", "=", kept).whereRef("c.sid", "=", "f.sid"),
      ))
    ).orderBy("f.id").execute();
  for (const { id } of rows) await revokeFamily(store, id, at);
}

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
