import type { Selectable } from "kysely";
import { defaultTenant, tenant as machine } from "../domain/tenant.ts";
import type { TenantPolicy } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import type { TenantTable } from "./tables/tenant.ts";
import { create, type Db, fire } from "./transition.ts";

/** A tenant without its secrets. */
export type TenantRow = Pick<
  Selectable<TenantTable>,
  "id" | "slug" | "host" | "state" | "policy" | "created_at"
>;

const columns = ["id", "slug", "host", "state", "policy", "created_at"] as const;

/** The tenant of that id, whatever its state. */
export const findTenant = (db: Db, id: string): Promise<TenantRow | undefined> =>
  db.selectFrom("tenant").select(columns).where("id", "=", id).executeTakeFirst();

/** The tenant of that slug, whatever its state; the empty one is the default tenant's. */
export const findTenantBySlug = (db: Db, slug: string): Promise<TenantRow | undefined> =>
  db.selectFrom("tenant").select(columns).where("slug", "=", slug).executeTakeFirst();

/** The same, locked until the unit ends. */
export const lockTenant = (db: Db, slug: string): Promise<TenantRow | undefined> =>
  db.selectFrom("tenant").select(columns).where("slug", "=", slug).forUpdate().executeTakeFirst();

/** Every tenant, the default one among them. */
export const allTenants = (db: Db): Promise<readonly TenantRow[]> =>
  db.selectFrom("tenant").select(columns).orderBy("slug").execute();

/** The slugs of the tenants that have a host name of their own, by it, whatever their states. */
export async function tenantHosts(db: Db): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom("tenant").select(["host", "slug"]).where("host", "is not", null).execute();
  return new Map(rows.map(({ host, slug }) => [host!, slug]));
}

/** A page of the tenants beside the default one, by slug, after the given one. */
export const listTenants = (
  db: Db,
  { after = "", limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly TenantRow[]> =>
  db.selectFrom("tenant").select(columns).where("slug", ">", after).orderBy("slug").limit(limit).execute();

/** What there is to look at in every tenant beside the default one; null: it has no key that is in use. */
export const tenantStandings = (db: Db) =>
  db.selectFrom("tenant as t")
    .leftJoin(
      "signing_key as k",
      (join) => join.onRef("k.tenant", "=", "t.id").on("k.state", "=", "active"),
    )
    .select(["t.slug", "t.state"]).select(({ fn }) => fn.min("k.created_at").as("oldest_key"))
    .where("t.slug", "<>", "").groupBy(["t.slug", "t.state"]).orderBy("t.slug").execute();

/** A tenant to be made. */
export type NewTenant = Pick<Selectable<TenantTable>, "id" | "slug" | "host" | "policy" | "pairwise_salt">;

/** Makes a tenant. @returns undefined where one has the id, the slug or the host already. */
export const createTenant = (db: Db, row: NewTenant, at: Instant): Promise<TenantRow | undefined> =>
  create(db, machine, at, { tenant: row.id, ...row, created_at: at });

/** Makes the default tenant where it is not there yet. */
export async function ensureDefaultTenant(db: Db, pairwise_salt: Uint8Array, at: Instant): Promise<void> {
  await createTenant(db, { id: defaultTenant, slug: "", host: null, policy: {}, pairwise_salt }, at);
}

/** Disables or enables a tenant; its tokens stop or start to count with it. */
export const moveTenant = (db: Db, id: string, event: "disable" | "enable", at: Instant) =>
  fire(db, [machine, event], { tenant: id, id }, at, {});

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
