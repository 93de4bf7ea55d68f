import type { Selectable } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import { accessToken as machine } from "../domain/access_token.ts";
import { bucketOf, type Instant } from "../domain/time.ts";
import type { AccessTokenTable } from "./tables/authorization.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type AccessRow = Selectable<AccessTokenTable>;

/** What an opaque access token stands for. */
export type AccessColumns = Omit<
  AccessRow,
  "tenant" | "bucket" | "digest" | "state" | "state_at" | "created_at"
>;

/** Issues an opaque access token. */
export async function createAccessToken(
  { db, tenant }: TenantStore,
  handle: Handle,
  columns: AccessColumns,
  at: Instant,
): Promise<void> {
  await create(db, machine, at, { tenant, ...handle, ...columns, created_at: at });
}

/** The opaque access token of that handle, while it is active and has not expired. */
export const findLiveAccessToken = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  now: Instant,
): Promise<AccessRow | undefined> =>
  db.selectFrom("access_token").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucket)
    .where("digest", "=", digest).where("state", "=", "active").where("expires_at", ">", now)
    .executeTakeFirst();

/** Revokes an opaque access token of this client. */
export const revokeAccessToken = ({ db, tenant }: TenantStore, handle: Handle, client: string, at: Instant) =>
  fire(db, [machine, "revoke"], { tenant, ...handle }, at, { client });

/** Remembers that a signed token was revoked, until it would have expired anyway. */
export async function revokeJti(
  { db, tenant }: TenantStore,
  { jti, expires_at }: { readonly jti: string; readonly expires_at: Instant },
): Promise<void> {
  await db.insertInto("revoked_jti").values({ tenant, bucket: bucketOf(expires_at), jti, expires_at })
    .onConflict((conflict) => conflict.doNothing()).execute();
}

/** Whether a signed token was revoked. @param expires_at Its `exp`, which names the bucket. */
export async function isRevokedJti(
  { db, tenant }: TenantStore,
  { jti, expires_at }: { readonly jti: string; readonly expires_at: Instant },
): Promise<boolean> {
  const row = await db.selectFrom("revoked_jti").select("jti").where("tenant", "=", tenant)
    .where("bucket", "=", bucketOf(expires_at)).where("jti", "=", jti).executeTakeFirst();
  return row !== undefined;
}
