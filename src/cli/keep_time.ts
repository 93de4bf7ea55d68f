import { endLapsedSessions } from "../accounts/end_session.ts";
import { keyPortsOf } from "../http/deploy.ts";
import type { Deployment } from "../http/deployment.ts";
import { tenantOpener } from "../http/open_tenant.ts";
import { deliverLogouts } from "../op/deliver_logouts.ts";
import { turnKeys } from "../op/key_ring.ts";
import { sweep } from "../store/sweep.ts";

/** Seconds between two looks at what time has brought about: keys that may take over or go, rows that expired long ago. */
const tick = 15;

/** Seconds between two looks at whom to tell that sessions ended. */
const deliveryTick = 1;

/**
 * Does something again and again, never twice at once. A fault is logged, once for those that follow each other, and
 * the next turn comes.
 *
 * @returns how to stop.
 */
function every(seconds: number, deployment: Deployment, work: () => Promise<unknown>): () => void {
  let busy = false, failing = false;
  const turn = async () => {
    if (busy) return;
    busy = true;
    try {
      await work();
      failing = false;
    } catch (fault) {
      if (!failing) deployment.log("error", "upkeep_failed", { fault: (fault as Error).message });
      failing = true;
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(turn, seconds * 1000);
  return () => clearInterval(timer);
}

/** Does from time to time what only time asks for. @returns how to stop. */
export function keepTime(deployment: Deployment): () => void {
  const { db, log, clock } = deployment, open = tenantOpener(deployment);
  const stops = [
    every(tick, deployment, async () => {
      await turnKeys(keyPortsOf(deployment));
      await endLapsedSessions(await open());
      const rows = await sweep(db, clock());
      if (rows > 0) log("info", "swept", { rows });
    }),
    every(deliveryTick, deployment, async () => await deliverLogouts(await open())),
  ];
  return () => stops.forEach((stop) => stop());
}
