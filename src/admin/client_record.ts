import type { ClaimMappings } from "../domain/claim_mapping.ts";
import type { ClientOrigin } from "../domain/client_origin.ts";
import { usualSettings } from "../domain/client_settings.ts";
import type { FetchRules } from "../domain/fetch_target.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { allowedScopes } from "../domain/scope.ts";
import type { TenantPolicy } from "../domain/tenant_policy.ts";
import { never } from "../domain/time.ts";
import { claimMappingFaults } from "../protocol/client/claim_mapping_rules.ts";
import { clientMetadataFaults } from "../protocol/client/client_metadata_rules.ts";
import { withMetadataDefaults } from "../protocol/client/client_metadata_defaults.ts";
import { allowedDomainsFault } from "../protocol/client/sign_up_rules.ts";
import type { ClientRecord, ClientRow } from "../store/clients.ts";
import { clientSchema, type NewClient } from "./client_schema.ts";
import { inOrder } from "./in_order.ts";
import { instantText } from "./instant_text.ts";
import type { PlacedFault } from "../protocol/validate.ts";

/** By what a client's record is judged. */
export interface RecordSetting {
  readonly origin: ClientOrigin;
  readonly policy: TenantPolicy;
  /** What the operator says about addresses to fetch from. */
  readonly fetchRules: FetchRules;
}

/**
 * Makes the record of a client from what an administrator gave, and judges it.
 * @returns err: every rule that does not hold, at its member.
 */
export function clientRecord(
  given: NewClient,
  { origin, policy, fetchRules }: RecordSetting,
): Result<ClientRecord, readonly PlacedFault[]> {
  const {
    description = "",
    require_pkce = usualSettings.require_pkce,
    first_party = usualSettings.first_party,
    access_token_format = usualSettings.access_token_format,
    refresh_rotation = usualSettings.refresh_rotation,
    session_refresh_tokens = usualSettings.session_refresh_tokens,
    scope_claims_in_id_token = usualSettings.scope_claims_in_id_token,
    legacy_assertion_audience = usualSettings.legacy_assertion_audience,
    claim_mappings: mappings = usualSettings.claim_mappings,
    lifetimes = usualSettings.lifetimes,
    allowed_groups = usualSettings.allowed_groups,
    allowed_accounts = usualSettings.allowed_accounts,
    allowed_upstreams = usualSettings.allowed_upstreams,
    sign_up = usualSettings.sign_up,
    allowed_domains = usualSettings.allowed_domains,
    link_by_email = usualSettings.link_by_email,
    ...members
  } = given;
  const metadata = withMetadataDefaults(members);
  const faults: PlacedFault[] = [...clientMetadataFaults(metadata, fetchRules)];
  const claim_mappings = mappings as ClaimMappings;
  faults.push(...claimMappingFaults(claim_mappings, allowedScopes({ origin, metadata }, policy)));
  if (refresh_rotation === "never" && metadata.token_endpoint_auth_method === "none") {
    faults.push({
      pointer: "/refresh_rotation",
      // RFC 9700 section 4.14.2
      detail: "must be always for a public client (token_endpoint_auth_method none)",
    });
  }
  const detail = allowedDomainsFault({ sign_up, allowed_domains });
  if (detail !== undefined) faults.push({ pointer: "/allowed_domains", detail });
  const own = {
    description,
    require_pkce,
    first_party,
    access_token_format,
    refresh_rotation,
    session_refresh_tokens,
    scope_claims_in_id_token,
    legacy_assertion_audience,
    claim_mappings,
    lifetimes,
    allowed_groups,
    allowed_accounts,
    allowed_upstreams,
    sign_up,
    allowed_domains,
    link_by_email,
  };
  return faults.length > 0 ? err(faults) : ok({ metadata, ...own });
}

/** The members of a client that an administrator can set, as they are now. */
export const writableMembers = (row: ClientRow): NewClient => ({
  ...row.metadata as NewClient,
  description: row.description,
  require_pkce: row.require_pkce,
  first_party: row.first_party,
  access_token_format: row.access_token_format,
  refresh_rotation: row.refresh_rotation,
  session_refresh_tokens: row.session_refresh_tokens,
  scope_claims_in_id_token: row.scope_claims_in_id_token,
  legacy_assertion_audience: row.legacy_assertion_audience,
  ...(Object.keys(row.claim_mappings).length === 0 ? {} : { claim_mappings: row.claim_mappings }),
  ...(Object.keys(row.lifetimes).length === 0 ? {} : { lifetimes: row.lifetimes }),
  allowed_groups: row.allowed_groups && [...row.allowed_groups],
  allowed_accounts: row.allowed_accounts && [...row.allowed_accounts],
  allowed_upstreams: row.allowed_upstreams && [...row.allowed_upstreams],
  sign_up: row.sign_up,
  allowed_domains: row.allowed_domains && [...row.allowed_domains],
  link_by_email: row.link_by_email,
});

/** A client as the API shows it. */
export const showClient = (row: ClientRow) =>
  inOrder(clientSchema, {
    client_id: row.client_id,
    ...writableMembers(row),
    origin: row.origin,
    ...(row.expires_at === never ? {} : { unused_until: instantText(row.expires_at) }),
    enabled: row.state === "active",
    client_id_issued_at: row.created_at,
    created_at: instantText(row.created_at),
  });
