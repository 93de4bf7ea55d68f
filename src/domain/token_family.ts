import { machine } from "./machine.ts";

/** All tokens that one redemption led to; a replay revokes the family, never the person's other ones (RFC 9700 section 4.14.2). */
export const tokenFamily = machine({
  name: "token_family",
  key: ["bucket", "id"],
  initial: "active",
  cells: {
    active: { revoke: "revoked" },
    revoked: { revoke: "!revoked" },
  },
  guards: { revoke: [] },
  trail: ["client_id", "account_id", "grant_id"],
});
