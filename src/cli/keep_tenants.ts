import { endLapsedSessions } from "../accounts/end_session.ts";
import { brokerFor } from "../http/broker.ts";
import { keyPortsOf } from "../http/deploy.ts";
import type { Deployment } from "../http/deployment.ts";
import { openTenants } from "../http/open_tenant.ts";
import { deliverLogouts } from "../op/deliver_logouts.ts";
import { turnKeys } from "../op/change_keys.ts";
import type { Provider } from "../op/provider.ts";
import { type UpstreamTurn, watchUpstreams } from "../rp/examine/watch_upstreams.ts";
import { tenantsToTell } from "../store/logout_deliveries.ts";
import { tenantsToWatch } from "../store/upstream_canaries.ts";

/** What time brings about in a tenant: keys take over or go, sessions end. */
async function keepTenant(deployment: Deployment, tenant: Provider): Promise<void> {
  await turnKeys(keyPortsOf(deployment, tenant.tenant.id));
  await endLapsedSessions(tenant);
}

/**
 * Lets happen in every active tenant what time brings about, in one after the other: requests come first. What fails in
 * one keeps it from no other. Throws the first fault.
 */
export async function keepTenants(deployment: Deployment): Promise<void> {
  const faults: unknown[] = [];
  for (const tenant of await openTenants(deployment)) {
    await keepTenant(deployment, tenant).catch((fault) => faults.push(fault));
  }
  if (faults.length > 0) throw faults[0];
}

/** Does something in those active tenants that wait for it. No tenant waits for another. Throws the first fault. */
async function inEach(
  deployment: Deployment,
  waiting: readonly string[],
  work: (tenant: Provider) => Promise<unknown>,
): Promise<void> {
  if (waiting.length === 0) return;
  const tenants = (await openTenants(deployment)).filter(({ tenant }) => waiting.includes(tenant.id));
  const done = await Promise.allSettled(tenants.map(work));
  const fault = done.find((settled) => settled.status === "rejected");
  if (fault) throw fault.reason;
}

/** Tells the apps of every active tenant that sessions ended. */
export async function deliverToAll(deployment: Deployment): Promise<void> {
  await inEach(deployment, await tenantsToTell(deployment.db, deployment.clock()), deliverLogouts);
}

const turns = {
  break: ["warn", "upstream_broken"],
  heal: ["info", "upstream_healed"],
} as const satisfies Record<UpstreamTurn["event"], readonly [level: "info" | "warn", event: string]>;

/** Looks at the upstreams of every active tenant, and logs which ones work no more, or again. */
export async function watchAll(deployment: Deployment): Promise<void> {
  const { db, clock, log } = deployment;
  await inEach(deployment, await tenantsToWatch(db, clock()), async (tenant) => {
    for (const { event, slug, found } of await watchUpstreams(brokerFor(deployment, tenant))) {
      const [level, name] = turns[event];
      log(level, name, { tenant: tenant.tenant.id, upstream: slug, ...(found === "" ? {} : { found }) });
    }
  });
}
