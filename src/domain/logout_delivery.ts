import { machine } from "./machine.ts";
import type { Instant, Seconds } from "./time.ts";

/**
 * A client that is still to be told that a session ended (OpenID Connect Back-Channel Logout section 2.5). The row is
 * made in the unit that ends the session; the logout token is made at each attempt, and stored nowhere.
 */
export const logoutDelivery = machine({
  name: "logout_delivery",
  key: ["bucket", "id"],
  initial: "queued",
  cells: {
    queued: { attempt: "=", deliver: "delivered", fail: "failed" },
    delivered: { attempt: "!delivered", deliver: "!delivered", fail: "!delivered" },
    failed: { attempt: "!failed", deliver: "!failed", fail: "!failed" },
  },
  guards: {
    attempt: [
      ["next_attempt_at", "<=", "now", "not_due"],
      ["expires_at", ">", "now", "expired"],
    ],
    // Only who made the latest attempt may say how it came out.
    deliver: [["attempts", "=", "attempt", "other_attempt"]],
    fail: [["attempts", "=", "attempt", "other_attempt"]],
  },
  trail: ["client_id", "account_id"],
});

/** How long a client is tried to be told. */
export const logoutKept: Seconds = 86_400;

/** The longest pause between two attempts. */
const longestPause: Seconds = 3600;

/**
 * When it is tried again unless the attempt that begins now succeeds: later each time. No attempt takes longer than
 * the first pause, so that one of a server that died is taken over and no other.
 *
 * @param attempts How many there were before.
 */
export const nextAttempt = (attempts: number, now: Instant): Instant =>
  now + Math.min(longestPause, 10 * 2 ** Math.min(attempts, 10));

/**
 * Whether an answer settles the matter: the client took the token, or says that it never will.
 *
 * @param status HTTP status; undefined where there was no answer.
 * @see OpenID Connect Back-Channel Logout section 2.8
 */
export function settles(status: number | undefined): "deliver" | "fail" | undefined {
  if (status === 200 || status === 204) return "deliver";
  return status === 400 ? "fail" : undefined;
}
