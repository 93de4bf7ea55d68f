import { machine } from "./machine.ts";
import type { Instant, Seconds } from "./time.ts";

/**
 * How an upstream stands, which is looked at from time to time so that its operator knows before people do. It changes
 * nothing for people: a sign-in is tried all the same.
 */
export const upstreamCanary = machine({
  name: "upstream_canary",
  key: ["upstream_id"],
  initial: "well",
  cells: {
    well: { break: "broken", heal: "!well" },
    broken: { break: "!broken", heal: "well" },
  },
  guards: {
    // Only who looked last may say what was seen.
    break: [["due_at", "=", "due", "other_look"]],
    heal: [["due_at", "=", "due", "other_look"]],
  },
  trail: [],
});

/** Seconds between two looks at an upstream: at one that is well, and at one that is not, which may be well again soon. */
const pauses = { well: 600, broken: 120 } as const satisfies Readonly<Record<string, Seconds>>;

/**
 * When an upstream is looked at next. Half of the pause is drawn, so that the looks of many servers, and at many
 * upstreams, do not come at once.
 *
 * @param drawn Between 0 and 255.
 */
export const nextLook = (state: keyof typeof pauses, now: Instant, drawn: number): Instant =>
  now + Math.floor(pauses[state] * (0.75 + drawn / 510));
