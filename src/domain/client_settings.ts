import { noLimits } from "./arrival_policy.ts";
import type { Client } from "./client_metadata.ts";

/** What only an administrator sets on a client. */
export type ClientSettings = Omit<Client, "client_id" | "origin" | "expires_at" | "metadata" | "version">;

/** These settings where nobody said anything, as for a client that registered itself. */
export const usualSettings: ClientSettings = {
  require_pkce: null,
  first_party: false,
  access_token_format: "jwt",
  refresh_rotation: "always",
  session_refresh_tokens: false,
  scope_claims_in_id_token: false,
  legacy_assertion_audience: null,
  claim_mappings: {},
  lifetimes: {},
  allowed_groups: null,
  allowed_accounts: null,
  allowed_upstreams: null,
  ...noLimits,
};
