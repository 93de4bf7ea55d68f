import { defaultTenant, tenantIssuer } from "../domain/tenant.ts";
import type { Instant } from "../domain/time.ts";
import type { Provider } from "../op/provider.ts";
import { allTenants, findTenantBySlug, tenantHosts, type TenantRow } from "../store/tenants.ts";
import type { Deployment } from "./deployment.ts";

/** Seconds for which one server goes on with what it read of tenants. */
const freshFor = 1;

/** Whom a request is for, as it came. */
export interface Addressed {
  /** The tenant that its path names. */
  readonly slug?: string | undefined;
  /** The host and port that it was sent to, as `requestHost` spells them. */
  readonly host?: string;
}

/** Opens the tenant that a request is for. @returns undefined: there is none, or it is disabled. */
export type OpenTenant = (addressed?: Addressed) => Promise<Provider | undefined>;

/** Keeps what was read under a name for a second. That nothing was there is not kept: anybody can ask for any name. */
function kept<T>(clock: () => Instant, read: (name: string) => Promise<T | undefined>) {
  const held = new Map<string, { readonly at: Instant; readonly value: T }>();
  return async (name: string): Promise<T | undefined> => {
    const now = clock(), known = held.get(name);
    if (known && now >= known.at && now < known.at + freshFor) return known.value;
    const value = await read(name);
    if (value === undefined) held.delete(name);
    else held.set(name, { at: now, value });
    return value;
  };
}

async function opened(deployment: Deployment, row: TenantRow): Promise<Provider> {
  const { issuer, db, clock, random, derive, fetch, fetchRules, post, sealKeys } = deployment;
  return {
    tenant: { id: row.id, issuer: tenantIssuer(issuer, row), policy: row.policy },
    store: { db, tenant: row.id },
    clock,
    random,
    derive: derive[0],
    fetch,
    fetchRules,
    post,
    sealKeys,
    ...await deployment.holdings(row.id),
  };
}

/** Opens tenants for requests. What their rows say is read again at most once a second. */
export function tenantOpener(deployment: Deployment): OpenTenant {
  const { issuer, db, clock } = deployment, ownHost = new URL(issuer).host;
  const rows = kept(clock, (slug) => findTenantBySlug(db, slug)), hosts = kept(clock, () => tenantHosts(db));
  return async ({ slug, host = ownHost } = {}) => {
    const hosted = host === ownHost ? undefined : (await hosts(""))?.get(host);
    const row = await rows(hosted ?? slug ?? "");
    if (!row && hosted === undefined && slug === undefined) throw new Error("The default tenant is missing");
    // A tenant has one issuer: its own host, or its path where no tenant has the host.
    const isThere = hosted === undefined ? row?.host === null : slug === undefined;
    return row && isThere && row.state === "active" ? await opened(deployment, row) : undefined;
  };
}

/** Opens every active tenant. */
export async function openTenants(deployment: Deployment): Promise<readonly Provider[]> {
  const rows = (await allTenants(deployment.db)).filter(({ state }) => state === "active");
  return await Promise.all(rows.map((row) => opened(deployment, row)));
}

/** Opens the tenant whose issuer is the server's own. */
export async function openDefaultTenant(deployment: Deployment): Promise<Provider> {
  const row = await findTenantBySlug(deployment.db, "");
  if (row?.id !== defaultTenant) throw new Error("The default tenant is missing");
  return await opened(deployment, row);
}
