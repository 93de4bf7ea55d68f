import { machine } from "./machine.ts";

/**
 * A key that signs for a tenant. It is published before it signs, and stays published until the last thing that it
 * signed has expired; a revoked one verifies nothing, hints included.
 */
export const signingKey = machine({
  name: "signing_key",
  key: ["kid"],
  initial: "announced",
  cells: {
    announced: {
      activate: "active",
      retire: "!not_active",
      finish: "!not_retiring",
      compromise: "revoked",
    },
    active: { activate: "!active", retire: "retiring", finish: "!still_signing", compromise: "revoked" },
    retiring: { activate: "!outgoing", retire: "!retiring", finish: "retired", compromise: "revoked" },
    retired: { activate: "!retired", retire: "!retired", finish: "!retired", compromise: "revoked" },
    revoked: { activate: "!revoked", retire: "!revoked", finish: "!revoked", compromise: "!revoked" },
  },
  guards: {
    activate: [["published_at", "<=", "published_before", "too_fresh"]],
    retire: [],
    finish: [["last_expires_at", "<", "now", "tokens_alive"]],
    compromise: [],
  },
  trail: ["use", "alg"],
});
