import { none } from "../domain/machine.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { givenIssuer } from "../protocol/upstream_presets/preset_issuer.ts";
import { hasManyIssuers } from "../protocol/upstream_issuer.ts";
import { upstreamPresets } from "../protocol/upstream_presets/presets.ts";
import { type JudgedUpstream, upstreamFaults } from "../protocol/upstream_rules.ts";
import type { PersonPaths, UpstreamEndpoints } from "../protocol/upstream_quirk.ts";
import type { PlacedFault } from "../protocol/validate.ts";
import { sealUpstreamSecret } from "../rp/upstream_secret.ts";
import { signingKeyFor } from "./upstream_signing_key.ts";
import type { UpstreamCanary } from "../store/upstream_canaries.ts";
import type { LastingUpstream, UpstreamRecord, UpstreamRow } from "../store/upstreams.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { instantText } from "./instant_text.ts";
import { refuse } from "./problem.ts";
import { type GivenCredentials, givenCredentials, keyMembersOf, noKeyMembers } from "./upstream_keys.ts";
import type { LastingMembers } from "./upstream_lasting_schema.ts";
import { registrationOf } from "./upstream_registration.ts";
import type { ChangeableMembers } from "./upstream_schema.ts";

/** An upstream's members that can be changed, with their defaults. */
function completed(
  { slug, preset, kind }: Pick<LastingUpstream, "slug" | "preset" | "kind">,
  given: ChangeableMembers,
  kept: Uint8Array | null,
) {
  const { client_secret, private_key, client_id } = given;
  const has_secret = client_secret !== undefined || private_key !== undefined || kept !== null;
  const ready = upstreamPresets.get(preset), signed = (ready?.kind ?? kind) === "oauth1";
  const {
    display_name = ready?.name ?? slug,
    token_endpoint_auth_method = has_secret && !signed
      ? ready?.token_endpoint_auth_method ?? "client_secret_basic"
      : "none",
    signature_method = ready?.kind === "oauth1" ? ready.signature_method : signed ? "HMAC-SHA1" : null,
    scopes = ready?.scopes ?? (kind === "oidc" ? ["openid", "profile", "email"] : []),
    trust_email = false,
    sign_up = "free",
    allowed_domains = [],
    link_by_email = false,
    domains = [],
    trusted_amr = [],
    allowed_tids = [],
    key_id = null,
    team_id = null,
    token_endpoint_auth_signing_alg = null,
    client_assertion_audience = null,
    id_token_encrypted_response_alg = null,
    store_tokens = false,
    logout = "offer",
    refresh_claims = [],
  } = given;
  const policy = { trust_email, sign_up, allowed_domains, link_by_email, allowed_tids, domains, trusted_amr };
  const ours = { client_id, token_endpoint_auth_method, signature_method, key_id, team_id };
  const keys = {
    token_endpoint_auth_signing_alg,
    client_assertion_audience,
    id_token_encrypted_response_alg,
  };
  const after = { store_tokens, logout, refresh_claims };
  return { record: { display_name, scopes, ...ours, ...keys, ...policy, ...after }, has_secret };
}

type Completed = ReturnType<typeof completed>;

const judgedOf = (
  { record, has_secret }: Completed,
  lasting: JudgedLasting,
  { judged: given }: GivenCredentials,
): JudgedUpstream => ({
  ...lasting,
  ...record,
  ...noKeyMembers,
  ...keyMembersOf(record),
  has_secret,
  given,
});

/** What stays of an upstream, as the rules judge it. */
type JudgedLasting = Pick<JudgedUpstream, "kind" | "preset" | "issuer" | "endpoints" | "has_person">;

const judgedLasting = (
  { preset = none, kind, issuer, person, ...endpoints }: LastingMembers,
): JudgedLasting => ({
  preset,
  kind,
  issuer,
  endpoints: {
    temporary_credential_endpoint: endpoints.temporary_credential_endpoint,
    authorization_endpoint: endpoints.authorization_endpoint,
    token_endpoint: endpoints.token_endpoint,
    userinfo_endpoint: endpoints.userinfo_endpoint,
  },
  has_person: person !== undefined,
});

/** What stays of an upstream that fits every rule. Where it has no issuer, the origin that people are sent to stands for it. */
function lastingOf(id: string, slug: string, given: LastingMembers): LastingUpstream {
  const { preset = none, kind = "oidc", person = null } = given, ready = upstreamPresets.get(preset);
  const own = { id, slug, preset, endpoints: null, person: null, many_issuers: false };
  if (ready) {
    const issuer = typeof ready.issuer === "string" ? ready.issuer : given.issuer!;
    return { ...own, kind: ready.kind, issuer, many_issuers: hasManyIssuers(issuer, ready.quirks) };
  }
  if (kind === "oidc") return { ...own, kind, issuer: given.issuer! };
  const named = Object.entries(judgedLasting(given).endpoints).filter(([, address]) => address !== undefined);
  const endpoints = Object.fromEntries(named) as unknown as UpstreamEndpoints;
  const { origin } = new URL(endpoints.authorization_endpoint);
  return { ...own, kind, issuer: origin, endpoints, person: person as PersonPaths };
}

const seal = ({ store, sealKeys, random }: AdminPorts, id: string, text: string) =>
  sealUpstreamSecret(store, id, { text, sealKeys, random });

/** An upstream as it is to be stored. */
export interface NewRecord {
  readonly lasting: LastingUpstream;
  readonly record: UpstreamRecord;
}

/**
 * Makes a new upstream of what an administrator gave, and judges it.
 *
 * @returns err: every rule that does not hold, at its member.
 */
export async function newUpstreamRecord(
  ports: AdminPorts,
  { id, slug }: { readonly id: string; readonly slug: string },
  { lasting, given }: { readonly lasting: LastingMembers; readonly given: ChangeableMembers },
): Promise<Result<NewRecord, readonly PlacedFault[]>> {
  const { preset = none, kind = "oidc" } = lasting;
  const made = completed({ slug, preset, kind }, given, null), credentials = await givenCredentials(given);
  const faults = upstreamFaults(judgedOf(made, judgedLasting(lasting), credentials), ports.fetchRules);
  if (faults.length > 0) return err(faults);
  const client_secret = credentials.text === undefined ? null : seal(ports, id, credentials.text);
  const method = made.record.signature_method,
    signing = await signingKeyFor(ports, { id, method, kept: undefined });
  return ok({ lasting: lastingOf(id, slug, lasting), record: { ...made.record, client_secret, ...signing } });
}

/** The same for a change of what can be changed. @param kept The sealed secret that it has, where nothing is said of another. */
export async function changedUpstreamRecord(
  ports: AdminPorts,
  row: UpstreamRow,
  { given, kept }: { readonly given: ChangeableMembers; readonly kept: Uint8Array | null },
): Promise<Result<UpstreamRecord, readonly PlacedFault[]>> {
  const made = completed(row, given, kept), credentials = await givenCredentials(given);
  // What stays was judged when it was made.
  const faults = upstreamFaults(
    judgedOf(made, judgedLasting(shownLasting(row)), credentials),
    ports.fetchRules,
  )
    .filter(({ pointer }) =>
      ["/client_secret", "/private_key"].includes(pointer) || Object.hasOwn(made.record, pointer.slice(1))
    );
  if (faults.length > 0) return err(faults);
  const client_secret = credentials.text === undefined ? kept : seal(ports, row.id, credentials.text);
  const method = made.record.signature_method,
    signing = await signingKeyFor(ports, { id: row.id, method, kept: row });
  return ok({ ...made.record, client_secret, ...signing });
}

/** The members of an upstream that an administrator can change, as they are now, its secret aside. */
export const writableMembers = (row: UpstreamRow): ChangeableMembers => ({
  display_name: row.display_name,
  client_id: row.client_id,
  token_endpoint_auth_method: row.token_endpoint_auth_method,
  ...(row.signature_method === null ? {} : { signature_method: row.signature_method }),
  scopes: [...row.scopes],
  trust_email: row.trust_email,
  sign_up: row.sign_up,
  allowed_domains: [...row.allowed_domains],
  link_by_email: row.link_by_email,
  allowed_tids: [...row.allowed_tids],
  ...keyMembersOf(row),
  domains: [...row.domains],
  trusted_amr: [...row.trusted_amr],
  store_tokens: row.store_tokens,
  logout: row.logout,
  refresh_claims: [...row.refresh_claims],
});

/** Whether the issuer of a ready-made upstream is the operator's to give. */
function isGiven(preset: string): boolean {
  const ready = upstreamPresets.get(preset);
  return ready !== undefined && givenIssuer(ready) !== undefined;
}

/** What stays of an upstream, as an administrator would give it. */
const shownLasting = ({ preset, kind, issuer, endpoints, person }: UpstreamRow): LastingMembers =>
  preset === none
    ? {
      kind,
      ...(kind === "oidc" ? { issuer } : {}),
      ...endpoints,
      ...(person ? { person: person as NonNullable<LastingMembers["person"]> } : {}),
    }
    : { preset: preset as NonNullable<LastingMembers["preset"]>, ...(isGiven(preset) ? { issuer } : {}) };

/** How an upstream stood when it was looked at last; nobody looks at one with which nobody signs in. */
const shownCanary = ({ state }: UpstreamRow, canary: UpstreamCanary | undefined) =>
  canary && state === "active"
    ? {
      state: canary.state,
      since: instantText(canary.state_at),
      checked_at: instantText(canary.checked_at),
      found: canary.found,
    }
    : null;

/** Where a ready-made upstream says how to register with it. */
function documentationOf({ preset }: UpstreamRow) {
  const ready = upstreamPresets.get(preset);
  return ready ? { documentation: ready.documentation } : {};
}

/** An upstream as the API shows it. @param canary How it stood, where it was looked at. */
export const showUpstream = (ports: AdminPorts, row: UpstreamRow, canary?: UpstreamCanary) => ({
  id: row.slug,
  preset: row.preset === none ? null : row.preset,
  ...documentationOf(row),
  kind: row.kind,
  issuer: row.issuer,
  ...row.endpoints,
  ...(row.person ? { person: row.person } : {}),
  ...writableMembers(row),
  signature_method: row.signature_method,
  public_key: row.public_key,
  has_client_secret: row.client_secret !== null && row.key_id === null,
  has_private_key: row.client_secret !== null && row.key_id !== null,
  ...registrationOf(ports, row),
  enabled: row.state === "active",
  canary: shownCanary(row, canary),
  created_at: instantText(row.created_at),
  updated_at: instantText(row.updated_at),
});

/** The refusal where an upstream does not exist, or does no more. */
export const noUpstream = (slug: string) =>
  refuse("not_found", `There is no upstream ${slug} (GET /api/v1/upstreams lists those that there are)`);
