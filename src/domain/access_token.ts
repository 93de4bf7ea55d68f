import { machine } from "./machine.ts";

/** An opaque access token; signed ones (RFC 9068) have no row, only their family and, when revoked, their jti. */
export const accessToken = machine({
  name: "access_token",
  key: ["bucket", "digest"],
  initial: "active",
  cells: {
    active: { revoke: "revoked" },
    revoked: { revoke: "!revoked" },
  },
  guards: { revoke: [["client_id", "=", "client", "other_client"]] },
  trail: ["client_id", "family_id"],
});
