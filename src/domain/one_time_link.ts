import { machine } from "./machine.ts";
import type { Seconds } from "./time.ts";

/** A link that lets its holder do one thing once, such as set a password. Looking at it changes nothing; only the form that it shows uses it. */
export const oneTimeLink = machine({
  name: "one_time_link",
  key: ["bucket", "digest"],
  initial: "offered",
  cells: {
    offered: { use: "used", withdraw: "withdrawn" },
    used: { use: "!used", withdraw: "!used" },
    withdrawn: { use: "!withdrawn", withdraw: "!withdrawn" },
  },
  guards: {
    use: [
      ["purpose", "=", "purpose", "other_purpose"],
      ["expires_at", ">", "now", "expired"],
    ],
    withdraw: [],
  },
  trail: ["purpose", "account_id"],
});

/** How long a link works that makes its reader an administrator. */
export const adminLinkLifetime: Seconds = 15 * 60;
