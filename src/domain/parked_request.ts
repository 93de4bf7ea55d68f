import { machine } from "./machine.ts";

/**
 * A request of a browser's that arrived as a POST: an authorization request (OpenID Connect Core section 3.1.2.1) or a
 * logout request (OpenID Connect RP-Initiated Logout section 2). A cross-site POST carries no Lax cookie, so it is parked
 * and the browser is sent to our own GET, where cookies are read and the decision is made.
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
