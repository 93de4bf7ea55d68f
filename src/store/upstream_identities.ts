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
