import { machine } from "./machine.ts";

/** A code is redeemed once, by the client that asked, with all that it was bound to (RFC 6749 section 4.1.2, RFC 7636 section 4.6, RFC 9449 section 10). */
export const authorizationCode = machine({
  name: "authorization_code",
  key: ["bucket", "digest"],
  initial: "issued",
  cells: {
    issued: { redeem: "redeemed", revoke: "revoked" },
    redeemed: { redeem: "!replayed", revoke: "revoked" },
    revoked: { redeem: "!revoked", revoke: "!revoked" },
  },
  guards: {
    redeem: [
      ["client_id", "=", "client", "other_client"],
      ["redirect_uri", "=", "redirect_uri", "other_redirect_uri"],
      ["code_challenge", "=", "challenge", "wrong_verifier"],
      ["proof_key", "=", "proof_key", "other_key"],
      ["session_id", "=", "session", "session_ended"],
      ["expires_at", ">", "now", "expired"],
    ],
    revoke: [],
  },
  trail: ["client_id", "account_id", "grant_id", "family_id"],
});
