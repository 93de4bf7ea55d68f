import type { accessToken } from "./access_token.ts";
import type { authorizationCode } from "./authorization_code.ts";
import type { Refusal } from "./machine.ts";
import type { refreshToken } from "./refresh_token.ts";

/** Every refusal that a presented code or token can meet. */
export type PresentedRefusal =
  | Refusal<typeof authorizationCode, "redeem">
  | Refusal<typeof refreshToken, "rotate">
  | Refusal<typeof refreshToken, "use">
  | Refusal<typeof refreshToken, "repeat">
  | Refusal<typeof accessToken, "revoke">;

/**
 * What a refusal obliges. Total: a new refusal does not compile until it is decided.
 *
 * Only a request that matched in everything, client and key included, can be a replay with consequences; whoever
 * found a spent code in a log can change nothing (RFC 9700 section 4.14.2, OAuth 2.1 section 4.1.3).
 */
export const consequence = {
  replayed: "revoke_family",
  grace_over: "revoke_family",
  superseded: "try_repeat",
  too_many: "none",
  other_client: "none",
  other_key: "none",
  other_request: "none",
  other_redirect_uri: "none",
  wrong_verifier: "none",
  session_ended: "none",
  expired: "none",
  not_rotated: "none",
  revoked: "none",
  unknown: "none",
} as const satisfies Record<PresentedRefusal, "revoke_family" | "try_repeat" | "none">;
