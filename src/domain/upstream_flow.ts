import { type Guard, machine } from "./machine.ts";
import type { Seconds } from "./time.ts";

const timely = ["expires_at", ">", "now", "expired"] as const satisfies Guard;

/**
 * A person on their way through an upstream and back. `return` is fired once, by the browser that started, before
 * anything is asked of the upstream; so a replayed, foreign or mixed-up return reaches nobody.
 *
 * @see RFC 9700 section 2.1 and 4.4
 */
export const upstreamFlow = machine({
  name: "upstream_flow",
  key: ["bucket", "digest"],
  initial: "started",
  cells: {
    started: {
      return: "returned",
      ask_proof: "!not_returned",
      complete: "!not_returned",
      confirm: "!not_returned",
      fail: "failed",
    },
    returned: {
      return: "!taken",
      ask_proof: "proving",
      complete: "completed",
      confirm: "!no_proof_asked",
      fail: "failed",
    },
    proving: {
      return: "!taken",
      ask_proof: "!asked",
      complete: "!proof_required",
      confirm: "completed",
      fail: "failed",
    },
    completed: {
      return: "!taken",
      ask_proof: "!finished",
      complete: "!finished",
      confirm: "!finished",
      fail: "!finished",
    },
    failed: {
      return: "!failed",
      ask_proof: "!failed",
      complete: "!failed",
      confirm: "!failed",
      fail: "!failed",
    },
  },
  guards: {
    return: [
      ["browser_digest", "=", "browser", "other_browser"],
      ["upstream_id", "=", "upstream", "other_upstream"],
      ["issuer", "=", "iss", "other_issuer"],
      ["purpose", "=", "purpose", "other_purpose"],
      ["session_id", "=", "session", "other_session"],
      timely,
    ],
    ask_proof: [timely],
    complete: [timely],
    confirm: [["browser_digest", "=", "browser", "other_browser"], timely],
    fail: [],
  },
  trail: ["upstream_id", "purpose"],
});

/** How long a person may take at an upstream. */
export const upstreamFlowLifetime: Seconds = 600;
