import { machine } from "./machine.ts";

/** One account signed in in one browser. It ends by its owner, by an administrator, or by its idle and absolute lifetimes. */
export const session = machine({
  name: "session",
  key: ["id"],
  initial: "open",
  cells: {
    open: { reauthenticate: "=", touch: "=", end: "ended" },
    ended: { reauthenticate: "!ended", touch: "!ended", end: "!ended" },
  },
  guards: {
    reauthenticate: [
      ["account_id", "=", "account", "other_account"],
      ["browser_id", "=", "browser", "other_browser"],
      ["idle_expires_at", ">", "now", "idle"],
      ["expires_at", ">", "now", "expired"],
    ],
    touch: [
      ["browser_id", "=", "browser", "other_browser"],
      ["idle_expires_at", ">", "now", "idle"],
      ["expires_at", ">", "now", "expired"],
    ],
    end: [["account_id", "=", "account", "other_account"]],
  },
  trail: ["account_id", "browser_id"],
});
