import type { Selectable } from "kysely";
import type { UpstreamIdentityTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";

export type UpstreamIdentityRow = Selectable<UpstreamIdentityTable>;

/** Who somebody is at an upstream. The issuer is part of it: one upstream may speak for several. */
export type UpstreamSubject = Pick<UpstreamIdentityRow, "upstream_id" | "iss" | "sub">;

/** The account that an identity is linked with, whatever its state; locked until the unit ends. */
export const accountOfIdentity = (
  { db, tenant }: TenantStore,
  { upstream_id, iss, sub }: UpstreamSubject,
): Promise<{ readonly id: string; readonly state: string } | undefined> =>
  db.selectFrom("upstream_identity as i")
    .innerJoin(
      "account as a",
      (join) => join.onRef("a.tenant", "=", "i.tenant").onRef("a.id", "=", "i.account_id"),
    )
    .select(["a.id", "a.state"]).where("i.tenant", "=", tenant).where("i.upstream_id", "=", upstream_id)
    .where("i.iss", "=", iss).where("i.sub", "=", sub).forUpdate("a").executeTakeFirst();

/** Links an identity with an account. The caller holds the upstream's lock, and has seen that it is linked with none. */
export async function linkIdentity(
  { db, tenant }: TenantStore,
  identity: Omit<UpstreamIdentityRow, "tenant">,
): Promise<void> {
  await db.insertInto("upstream_identity").values({ tenant, ...identity }).execute();
}

/** An identity, with what its upstream is called. */
export type LinkedIdentity = UpstreamIdentityRow & {
  readonly slug: string;
  readonly display_name: string;
  /** The upstream's. */
  readonly state: string;
};

/** Who an account is at upstreams, in the order in which that was linked. */
export const identitiesOfAccount = (
  { db, tenant }: TenantStore,
  account_id: string,
): Promise<readonly LinkedIdentity[]> =>
  db.selectFrom("upstream_identity as i")
    .innerJoin(
      "upstream as u",
      (join) => join.onRef("u.tenant", "=", "i.tenant").onRef("u.id", "=", "i.upstream_id"),
    )
    .selectAll("i").select(["u.slug", "u.display_name", "u.state"]).where("i.tenant", "=", tenant)
    .where("i.account_id", "=", account_id).orderBy("i.linked_at").orderBy("i.upstream_id").orderBy("i.sub")
    .execute();

/** Forgets that an identity is linked with an account. */
export async function unlinkIdentity(
  { db, tenant }: TenantStore,
  { upstream_id, iss, sub, account_id }: UpstreamSubject & { readonly account_id: string },
): Promise<void> {
  await db.deleteFrom("upstream_identity").where("tenant", "=", tenant).where("upstream_id", "=", upstream_id)
    .where("iss", "=", iss).where("sub", "=", sub).where("account_id", "=", account_id).execute();
}
