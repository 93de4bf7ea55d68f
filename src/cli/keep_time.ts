import { endLapsedSessions } from "../accounts/end_session.ts";
import { keyPortsOf } from "../http/deploy.ts";
import type { Deployment } from "../http/deployment.ts";
import { openTenants } from "../http/open_tenant.ts";
import { deliverLogouts } from "../op/deliver_logouts.ts";
import { turnKeys } from "../op/key_ring.ts";
import type { Provider } from "../op/provider.ts";
import { tenantsToTell } from "../store/logout_deliveries.ts";
import { sweep } from "../store/sweep.ts";

/** Seconds between two looks at what time has brought about: keys that may take over or go, rows that expired long ago. */
const tick = 15;

/** Seconds between two looks at whom to tell that sessions ended. */
const deliveryTick = 1;

/** Ends what is done from time to time. @returns once what is under way is done, so that nothing is left half said. */
export type StopTime = () => Promise<void>;

/**
 * Does something again and again, never twice at once. A fault is logged, once for those that follow each other, and
 * the next turn comes.
 */
function every(seconds: number, deployment: Deployment, work: () => Promise<unknown>): StopTime {
  let underWay: Promise<void> | undefined, failing = false;
  const turn = async () => {
    try {
      await work();
      failing = false;
    } catch (fault) {
      if (!failing) deployment.log("error", "upkeep_failed", { fault: (fault as Error).message });
      failing = true;
    } finally {
      underWay = undefined;
    }
  };
  const timer = setInterval(() => underWay ??= turn(), seconds * 1000);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}

/** Does something for each of some tenants; what fails for one keeps it from no other. Throws the first fault. */
async function forEach(tenants: readonly Provider[], work: (tenant: Provider) => Promise<unknown>) {
  const faults: unknown[] = [];
  for (const tenant of tenants) await work(tenant).catch((fault) => faults.push(fault));
  if (faults.length > 0) throw faults[0];
}

/** What time brings about in a tenant: keys take over or go, sessions end. */
async function keepTenant(deployment: Deployment, tenant: Provider): Promise<void> {
  await turnKeys(keyPortsOf(deployment, tenant.tenant.id));
  await endLapsedSessions(tenant);
}

/** Tells the apps of active tenants that sessions ended. */
async function deliverAll(deployment: Deployment): Promise<void> {
  const waiting = await tenantsToTell(deployment.db, deployment.clock());
  if (waiting.length === 0) return;
  const tenants = (await openTenants(deployment)).filter(({ tenant }) => waiting.includes(tenant.id));
  const [fault] = (await Promise.allSettled(tenants.map(deliverLogouts))).filter(({ status }) =>
    status === "rejected"
  );
  if (fault) throw (fault as PromiseRejectedResult).reason;
}

/** Does from time to time what only time asks for, for every active tenant. */
export function keepTime(deployment: Deployment): StopTime {
  const { db, log, clock } = deployment;
  const stops = [
    every(tick, deployment, async () => {
      await forEach(await openTenants(deployment), (tenant) => keepTenant(deployment, tenant));
      const rows = await sweep(db, clock());
      if (rows > 0) log("info", "swept", { rows });
    }),
    every(deliveryTick, deployment, () => deliverAll(deployment)),
  ];
  return async () => void await Promise.all(stops.map((stop) => stop()));
}
