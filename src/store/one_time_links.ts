import type { Handle } from "../crypto/secret.ts";
import { oneTimeLink } from "../domain/one_time_link.ts";
import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

/** What a link lets its holder do. */
export type LinkPurpose = "set_password" | "create_admin";

/** Stops every link of that purpose that an account has. @param account_id `-` for links that are for no account yet. */
export async function withdrawLinks(
  { db, tenant }: TenantStore,
  account_id: string,
  purpose: LinkPurpose,
  at: Instant,
): Promise<void> {
  const offered = await db.selectFrom("one_time_link").select(["bucket", "digest"])
    .where("tenant", "=", tenant).where("account_id", "=", account_id).where("purpose", "=", purpose)
    .where("state", "=", "offered").execute();
  for (const key of offered) await fire(db, [oneTimeLink, "withdraw"], { tenant, ...key }, at, {});
}

/** Offers a link; earlier ones of the same purpose for the same account stop working. */
export async function offerLink(
  store: TenantStore,
  link: {
    readonly handle: Handle;
    readonly purpose: LinkPurpose;
    readonly account_id: string;
    readonly expires_at: Instant;
    readonly at: Instant;
  },
): Promise<void> {
  const { handle, at, ...columns } = link;
  const { db, tenant } = store;
  await withdrawLinks(store, link.account_id, link.purpose, at);
  await create(db, oneTimeLink, at, { tenant, ...handle, ...columns, created_at: at });
}

const usable = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  purpose: LinkPurpose,
  now: Instant,
) =>
  db.selectFrom("one_time_link").select("account_id").where("tenant", "=", tenant)
    .where("bucket", "=", bucket).where("digest", "=", digest).where("purpose", "=", purpose)
    .where("state", "=", "offered").where("expires_at", ">", now);

/** The account that a link is for, while it can be used. Looking uses nothing up. */
export async function peekLink(
  store: TenantStore,
  handle: Handle,
  purpose: LinkPurpose,
  now: Instant,
): Promise<string | undefined> {
  return (await usable(store, handle, purpose, now).executeTakeFirst())?.account_id;
}

/** Whether a link can be used; where it can, nobody else uses it until the unit ends. */
export async function lockLink(
  store: TenantStore,
  handle: Handle,
  purpose: LinkPurpose,
  now: Instant,
): Promise<boolean> {
  return await usable(store, handle, purpose, now).forUpdate().executeTakeFirst() !== undefined;
}

/** Uses a link up. */
export const takeLink = ({ db, tenant }: TenantStore, handle: Handle, purpose: LinkPurpose, now: Instant) =>
  fire(db, [oneTimeLink, "use"], { tenant, ...handle }, now, { purpose, now });
