import { machine } from "./machine.ts";

/**
 * An authorization request that arrived as a POST. A cross-site POST carries no Lax cookie, so it is parked and the
 * browser is sent to our own GET, where cookies are read and the decision is made (OpenID Connect Core section 3.1.2.1).
 */
export const parkedRequest = machine({
  name: "parked_request",
  key: ["bucket", "digest"],
  initial: "parked",
  cells: {
    parked: { take: "taken" },
    taken: { take: "!taken" },
  },
  guards: { take: [["expires_at", ">", "now", "expired"]] },
  trail: [],
});
