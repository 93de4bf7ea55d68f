import { machine } from "./machine.ts";

/** One browser, known by its cookie, holding the sessions of one or several accounts. Its cookie's secret is renewed at each sign-in. */
export const browser = machine({
  name: "browser",
  key: ["id"],
  initial: "open",
  cells: {
    open: { renew: "=", end: "ended" },
    ended: { renew: "!ended", end: "!ended" },
  },
  guards: {
    renew: [
      ["digest", "=", "digest", "other_secret"],
      ["expires_at", ">", "now", "expired"],
    ],
    end: [["digest", "=", "digest", "other_secret"]],
  },
  trail: [],
});
