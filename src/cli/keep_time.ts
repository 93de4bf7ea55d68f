import type { Deployment } from "../http/deployment.ts";
import { deliverToAll, keepTenants, watchAll } from "./keep_tenants.ts";
import { sweep } from "../store/sweep.ts";

/** Seconds between two looks at what time has brought about: keys that may take over or go, rows that expired long ago. */
const tick = 15;

/** Seconds between two looks at whom to tell that sessions ended. */
const deliveryTick = 1;

/** Seconds between two looks at which upstreams are to be looked at. */
const watchTick = 15;

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

/** Does from time to time what only time asks for, for every active tenant. */
export function keepTime(deployment: Deployment): StopTime {
  const { db, log, clock } = deployment;
  const stops = [
    every(tick, deployment, async () => {
      const rows = await sweep(db, clock());
      if (rows > 0) log("info", "swept", { rows });
      await keepTenants(deployment);
    }),
    every(deliveryTick, deployment, () => deliverToAll(deployment)),
    every(watchTick, deployment, () => watchAll(deployment)),
  ];
  return async () => void await Promise.all(stops.map((stop) => stop()));
}
