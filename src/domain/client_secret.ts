import { machine } from "./machine.ts";

/** A client's secret. A rotated one goes on working (`outgoing`) until its `expires_at`, so that a deployment can change over. */
export const clientSecret = machine({
  name: "client_secret",
  key: ["id"],
  initial: "current",
  cells: {
    current: { supersede: "outgoing", revoke: "revoked" },
    outgoing: { supersede: "!outgoing", revoke: "revoked" },
    revoked: { supersede: "!revoked", revoke: "!revoked" },
  },
  guards: { supersede: [], revoke: [] },
  trail: ["client_id"],
});
