import { endLapsedSessions } from "../accounts/end_session.ts";
import { keyPortsOf } from "../http/deploy.ts";
import type { Deployment } from "../http/deployment.ts";
import { openTenants } from "../http/open_tenant.ts";
import { deliverLogouts } from "../op/deliver_logouts.ts";
import { turnKeys } from "../op/change_keys.ts";
import type { Provider } from "../op/provider.ts";
import { tenantsToTell } from "../store/logout_deliveries.ts";

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

/** Tells the apps of every active tenant that sessions ended. No tenant waits for another. Throws the first fault. */
export async function deliverToAll(deployment: Deployment): Promise<void> {
  const waiting = await tenantsToTell(deployment.db, deployment.clock());
  if (waiting.length === 0) return;
  const tenants = (await openTenants(deployment)).filter(({ tenant }) => waiting.includes(tenant.id));
  const told = await Promise.allSettled(tenants.map(deliverLogouts));
  const fault = told.find((settled) => settled.status === "rejected");
  if (fault) throw fault.reason;
}
