import { machine } from "./machine.ts";

/** What a person sees as "this app may", and revokes (Grant Management for OAuth 2.0 section 3). Its token families die with it. */
export const grant = machine({
  name: "grant",
  key: ["id"],
  initial: "active",
  cells: {
    active: { extend: "=", replace: "superseded", revoke: "revoked" },
    superseded: { extend: "!superseded", replace: "!superseded", revoke: "revoked" },
    revoked: { extend: "!revoked", replace: "!revoked", revoke: "!revoked" },
  },
  guards: {
    extend: [["consent_id", "=", "consent", "other_consent"]],
    replace: [],
    revoke: [["account_id", "=", "account", "other_account"]],
  },
  trail: ["client_id", "account_id", "consent_id"],
});
