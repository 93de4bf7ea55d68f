import type { Selectable } from "kysely";
import { upstreamCanary as machine } from "../domain/upstream_canary.ts";
import type { Instant } from "../domain/time.ts";
import type { UpstreamCanaryTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, type Db, fire } from "./transition.ts";
import type { UpstreamRow } from "./upstreams.ts";

export type UpstreamCanary = Selectable<UpstreamCanaryTable>;

/** Nothing was seen yet: the first look is to come. */
const notYet: Instant = 0;

/** Upstreams with which people can sign in and that are to be looked at. */
const due = (db: Db, now: Instant) =>
  db.selectFrom("upstream as u")
    .leftJoin(
      "upstream_canary as c",
      (join) => join.onRef("c.tenant", "=", "u.tenant").onRef("c.upstream_id", "=", "u.id"),
    )
    .where("u.state", "=", "active")
    .where((e) => e.or([e("c.due_at", "is", null), e("c.due_at", "<=", now)]));

/** The tenants that have upstreams which are to be looked at. */
export async function tenantsToWatch(db: Db, now: Instant): Promise<readonly string[]> {
  const rows = await due(db, now).select("u.tenant").distinct().execute();
  return rows.map(({ tenant }) => tenant);
}

/** Some of a tenant's upstreams that are to be looked at, those that wait longest first. */
export const upstreamsToWatch = (
  { db, tenant }: TenantStore,
  now: Instant,
  most: number,
): Promise<readonly UpstreamRow[]> =>
  due(db, now).selectAll("u").where("u.tenant", "=", tenant)
    .orderBy("c.due_at", (order) => order.asc().nullsFirst()).orderBy("u.id").limit(most).execute();

/**
 * Claims the look at an upstream: of several servers one gets it, and if that one dies another has it at `next`.
 *
 * @returns undefined where it is not due, or not any more.
 */
export async function claimLook(
  { db, tenant }: TenantStore,
  upstream_id: string,
  { now, next }: { readonly now: Instant; readonly next: Instant },
): Promise<UpstreamCanary | undefined> {
  const claimed = await db.updateTable("upstream_canary").set({ due_at: next }).where("tenant", "=", tenant)
    .where("upstream_id", "=", upstream_id).where("due_at", "<=", now).returningAll().executeTakeFirst();
  if (claimed) return claimed;
  return await create(db, machine, now, {
    tenant,
    upstream_id,
    found: "",
    checked_at: notYet,
    due_at: next,
  });
}

/** Notes what was seen. @param claimed As it was claimed. @returns whether the upstream stands otherwise than before. */
export async function noteLook(
  { db, tenant }: TenantStore,
  { upstream_id, due_at }: UpstreamCanary,
  { event, found, at, next }: {
    readonly event: "break" | "heal";
    readonly found: string;
    readonly at: Instant;
    readonly next: Instant;
  },
): Promise<boolean> {
  const seen = { found, checked_at: at, due_at: next };
  const moved = await fire(db, [machine, event], { tenant, upstream_id }, at, { due: due_at }, seen);
  if (moved.ok) return true;
  await db.updateTable("upstream_canary").set(seen).where("tenant", "=", tenant)
    .where("upstream_id", "=", upstream_id).where("due_at", "=", due_at).execute();
  return false;
}

/** How a tenant's upstreams stood, by their id, as far as they were looked at. */
export async function upstreamCanaries(
  { db, tenant }: TenantStore,
): Promise<ReadonlyMap<string, UpstreamCanary>> {
  const rows = await db.selectFrom("upstream_canary").selectAll().where("tenant", "=", tenant)
    .where("checked_at", ">", notYet).execute();
  return new Map(rows.map((row) => [row.upstream_id, row]));
}

/** How those upstreams of a tenant stood with which people can sign in, in the order of their slugs. */
export const watchedUpstreams = (
  { db, tenant }: TenantStore,
): Promise<readonly (Pick<UpstreamCanary, "state" | "found"> & { readonly slug: string })[]> =>
  db.selectFrom("upstream_canary as c")
    .innerJoin(
      "upstream as u",
      (join) => join.onRef("u.tenant", "=", "c.tenant").onRef("u.id", "=", "c.upstream_id"),
    )
    .select(["u.slug", "c.state", "c.found"]).where("c.tenant", "=", tenant).where("u.state", "=", "active")
    .where("c.checked_at", ">", notYet).orderBy("u.slug").execute();
