import type { UpstreamDomainTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";

/** A domain, and what addresses name the upstream by that is the way in for it. */
export type HeldDomain = Pick<UpstreamDomainTable, "domain"> & { readonly slug: string };

/**
 * Makes an upstream the way in for addresses of these domains and of no other. Inside a unit, with the upstream's row
 * written in it.
 *
 * @throws where another upstream is it for one of them; see {@link isHeld}. Nothing of the unit stays then.
 */
export async function holdDomains(
  { db, tenant }: TenantStore,
  upstream_id: string,
  domains: readonly string[],
): Promise<void> {
  await db.deleteFrom("upstream_domain").where("tenant", "=", tenant).where("upstream_id", "=", upstream_id)
    .execute();
  if (domains.length === 0) return;
  await db.insertInto("upstream_domain").values(domains.map((domain) => ({ tenant, domain, upstream_id })))
    .execute();
}

/** Whether a unit threw this because another upstream is the way in for a domain. */
export function isHeld(fault: unknown): boolean {
  const { code, constraint, constraint_name } = fault as Readonly<Record<string, unknown>>;
  // The two drivers name the constraint differently.
  return code === "23505" && (constraint ?? constraint_name) === "upstream_domain_key";
}

/** The first of these domains for which another upstream is the way in. @param upstream_id The one that is not another. */
export const heldDomain = (
  { db, tenant }: TenantStore,
  upstream_id: string,
  domains: readonly string[],
): Promise<HeldDomain | undefined> =>
  db.selectFrom("upstream_domain as d")
    .innerJoin(
      "upstream as u",
      (join) => join.onRef("u.tenant", "=", "d.tenant").onRef("u.id", "=", "d.upstream_id"),
    )
    .select(["d.domain", "u.slug"]).where("d.tenant", "=", tenant).where("d.upstream_id", "!=", upstream_id)
    .where("d.domain", "in", domains).orderBy("d.domain").executeTakeFirst();
