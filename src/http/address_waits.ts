import type { Seconds } from "../domain/time.ts";
import { type Rate, takeAttempt } from "../store/throttle.ts";
import { logRefusal } from "./answer_error.ts";
import { addressKey } from "./client_address.ts";
import type { HttpContext } from "./env.ts";
import { answerProblem } from "./page.tsx";

/**
 * Counts something that anybody may do, against the address that it came from.
 *
 * @param what Names it among all that is counted.
 * @returns the seconds to wait; 0 where it may go on, or where many people may share the address.
 */
export async function addressWaits(c: HttpContext, what: string, rate: Rate): Promise<Seconds> {
  const { store, clock } = c.var.provider, address = addressKey(c);
  return address === undefined ? 0 : await takeAttempt(store, `${what}/${address}`, rate, clock());
}

/** Tells a person that too much came from their address. @param why For the log. */
export function answerWaits(
  c: HttpContext,
  { waits, why, description }: {
    readonly waits: Seconds;
    readonly why: string;
    readonly description: string;
  },
): Response {
  logRefusal(c, { code: "too_many_requests", why, description });
  c.header("Retry-After", String(waits));
  return answerProblem(c, (refusals) => refusals.unavailable, 429);
}
