import { type Client, isConfidential, type RefreshRotation } from "./client_metadata.ts";
import { lifetime, type TenantPolicy } from "./tenant_policy.ts";
import type { Instant } from "./time.ts";

/**
 * Whether a redemption yields a refresh token, and what that one lives with: nothing but itself (`offline`), the
 * person's session (`session`), or there is none.
 *
 * @see OpenID Connect Core section 11
 */
export function refreshBinding(client: Client, scopes: readonly string[]): "offline" | "session" | "none" {
  if (!client.metadata.grant_types.includes("refresh_token")) return "none";
  if (scopes.includes("offline_access")) return "offline";
  return client.session_refresh_tokens ? "session" : "none";
}

/** Whether refresh tokens are replaced at use. A public client's always are (RFC 9700 section 4.14.2). */
export const rotation = (client: Client): RefreshRotation =>
  isConfidential(client) ? client.refresh_rotation : "always";

/** When a refresh token that is issued or used now expires: once it was idle for too long, and never after its family. */
export const refreshExpiry = (
  policy: TenantPolicy,
  client: Client,
  family: { readonly expires_at: Instant },
  now: Instant,
) => Math.min(now + lifetime(policy, "refresh_token_idle", client), family.expires_at);

/** How often one rotated refresh token may be answered again. */
export const mostRepeats = 5;

/** Seconds for which a public client may repeat; nothing else than the token itself proves that it is the same one. */
export const publicRepeatWindow = 10;
