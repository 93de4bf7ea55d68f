import { machine } from "./machine.ts";

/** A token with which a developer registers so many clients until it expires (RFC 7591 section 1.2 and 3). */
export const initialAccessToken = machine({
  name: "initial_access_token",
  key: ["id"],
  initial: "active",
  cells: {
    active: { use: "=", revoke: "revoked" },
    revoked: { use: "!revoked", revoke: "!revoked" },
  },
  guards: {
    use: [
      ["expires_at", ">", "now", "expired"],
      ["uses_left", ">", "none_left", "used_up"],
    ],
    revoke: [],
  },
  trail: [],
});
