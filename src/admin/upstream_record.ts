import type { FetchRules } from "../domain/fetch_target.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { upstreamFaults } from "../protocol/upstream_rules.ts";
import type { PlacedFault } from "../protocol/validate.ts";
import { sealUpstreamSecret } from "../rp/upstream_secret.ts";
import type { UpstreamRecord, UpstreamRow } from "../store/upstreams.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import type { ChangeableMembers } from "./upstream_schema.ts";

/** What stays of an upstream whatever is changed. */
export interface LastingMembers {
  readonly id: string;
  readonly slug: string;
  readonly issuer: string;
}

/**
 * Makes the record of an upstream from what an administrator gave, and judges it.
 *
 * @param kept The sealed secret that it has, where nothing is said of another.
 * @returns err: every rule that does not hold, at its member.
 */
export function upstreamRecord(
  { store, sealKeys, random, fetchRules }: AdminPorts & { readonly fetchRules: FetchRules },
  { id, slug, issuer }: LastingMembers,
  { given, kept }: { readonly given: ChangeableMembers; readonly kept: Uint8Array | null },
): Result<UpstreamRecord, readonly PlacedFault[]> {
  const { client_secret: text, client_id } = given, has_secret = text !== undefined || kept !== null;
  const {
    display_name = slug,
    token_endpoint_auth_method = has_secret ? "client_secret_basic" : "none",
    scopes = ["openid", "profile", "email"],
    trust_email = false,
    sign_up = "never",
    allowed_domains = [],
    link_by_email = false,
  } = given;
  const policy = { trust_email, sign_up, allowed_domains, link_by_email };
  const record = { display_name, client_id, token_endpoint_auth_method, scopes, ...policy };
  const faults = upstreamFaults({ ...record, issuer, has_secret }, fetchRules);
  if (faults.length > 0) return err(faults);
  const client_secret = text === undefined ? kept : sealUpstreamSecret(store, id, { text, sealKeys, random });
  return ok({ ...record, client_secret });
}

/** The members of an upstream that an administrator can change, as they are now, its secret aside. */
export const writableMembers = (row: UpstreamRow): ChangeableMembers => ({
  display_name: row.display_name,
  client_id: row.client_id,
  token_endpoint_auth_method: row.token_endpoint_auth_method,
  scopes: [...row.scopes],
  trust_email: row.trust_email,
  sign_up: row.sign_up,
  allowed_domains: [...row.allowed_domains],
  link_by_email: row.link_by_email,
});

/** An upstream as the API shows it. */
export const showUpstream = ({ tenant }: AdminPorts, row: UpstreamRow) => ({
  id: row.slug,
  kind: row.kind,
  issuer: row.issuer,
  ...writableMembers(row),
  has_client_secret: row.client_secret !== null,
  redirect_uri: `${tenant.issuer}/rp/callback/${row.slug}`,
  enabled: row.state === "active",
  created_at: instantText(row.created_at),
  updated_at: instantText(row.updated_at),
});

/** The refusal where an upstream does not exist, or does no more. */
export const noUpstream = (slug: string) =>
  refuse("not_found", `There is no upstream ${slug} (GET /api/v1/upstreams lists those that there are)`);
