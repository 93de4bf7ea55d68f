import { type Guard, machine } from "./machine.ts";

const presented = [
  ["client_id", "=", "client", "other_client"],
  ["proof_key", "=", "proof_key", "other_key"],
  ["expires_at", ">", "now", "expired"],
] as const satisfies readonly Guard[];

/**
 * Refresh tokens of a family (RFC 6749 section 6, RFC 9700 section 4.14.2).
 *
 * `rotate` and `use` are chosen by the client's policy. `repeat` hands an honest client, whose answer was lost, the
 * very same answer for a short while. A predecessor is `settled` once its successor was used or revoked.
 */
export const refreshToken = machine({
  name: "refresh_token",
  key: ["bucket", "digest"],
  initial: "current",
  cells: {
    current: {
      rotate: "rotated",
      use: "=",
      repeat: "!not_rotated",
      settle: "!not_rotated",
      revoke: "revoked",
    },
    rotated: {
      rotate: "!superseded",
      use: "!superseded",
      repeat: "=",
      settle: "settled",
      revoke: "revoked",
    },
    settled: {
      rotate: "!replayed",
      use: "!replayed",
      repeat: "!replayed",
      settle: "!settled",
      revoke: "revoked",
    },
    revoked: {
      rotate: "!revoked",
      use: "!revoked",
      repeat: "!revoked",
      settle: "!revoked",
      revoke: "!revoked",
    },
  },
  guards: {
    rotate: presented,
    use: presented,
    repeat: [
      ["client_id", "=", "client", "other_client"],
      ["proof_key", "=", "proof_key", "other_key"],
      // Before the request: whoever shows it after its window repeats nothing, whatever is asked for.
      ["grace_until", ">", "now", "grace_over"],
      ["request_digest", "=", "request", "other_request"],
      ["repeats", "<", "most_repeats", "too_many"],
    ],
    settle: [],
    revoke: [],
  },
  trail: ["client_id", "grant_id", "family_id"],
});
