/** Rows and facts for any machine, made from its data and one table of column values. A new machine needs one entry. */
import type { Guard, Machine } from "../../src/domain/machine.ts";
import type { Database } from "../../src/store/schema.ts";

/** A row or a set of facts whose columns are known only when the test runs. */
export type Row = Readonly<Record<string, unknown>>;
export type Facts = Readonly<Record<string, string | number>>;

type MachineTable = Exclude<
  { [T in keyof Database]: "state_at" extends keyof Database[T] ? T : never }[keyof Database],
  "usable_family"
>;

/** Every guarded moment is the same one, so that guards which share the fact `now` can all hold at once. */
const later = 1_000;
const dated = { expires_at: later, created_at: 0 };
const handled = { bucket: 3, digest: "", ...dated };
const amr = ["pwd"], scopes = ["openid", "email"], claims = ["name"];
const asked = { userinfo: { name: {} }, id_token: { acr: { values: ["1"] } }, locales: ["de"] };

/** What a sign-in established. No two of these texts are equal, so that a mixed-up column shows. */
const authenticated = {
  client_id: "client",
  account_id: "account",
  grant_id: "grant",
  session_id: "session",
  sid: "sid",
  proof_key: "thumbprint",
  scopes,
  claims: asked,
  nonce: null,
  auth_time: 500,
  acr: "1",
  amr,
};

const columns: {
  readonly [T in MachineTable]: Omit<Database[T], "tenant" | "state" | "state_at">;
} = {
  interaction: {
    ...handled,
    browser_digest: "browser",
    client_id: "client",
    request: { scope: "openid" },
    session_id: "session",
    account_id: "account",
    auth_time_required: 500,
    acr_required: "1",
    consent_digest: "consent",
  },
  parked_request: { ...handled, parameters: new Uint8Array([1]) },
  authorization_code: {
    ...handled,
    ...authenticated,
    family_id: "family",
    redirect_uri: "https://client.example/callback",
    code_challenge: "challenge",
  },
  consent: {
    id: "",
    account_id: "account",
    client_id: "client",
    client_version: 3,
    scopes,
    claims,
    created_at: 0,
  },
  grant: {
    id: "",
    account_id: "account",
    client_id: "client",
    consent_id: "consent",
    managed: false,
    scopes,
    claims,
    created_at: 0,
  },
  token_family: { bucket: 3, id: "", ...dated, ...authenticated },
  refresh_token: {
    ...handled,
    client_id: "client",
    proof_key: "thumbprint",
    grant_id: "grant",
    family_id: "family",
    predecessor_bucket: 0,
    predecessor_digest: "-",
    request_digest: "request",
    grace_until: later,
    repeats: 4,
    answer: null,
  },
  access_token: {
    ...handled,
    client_id: "client",
    account_id: "account",
    family_id: "family",
    proof_key: "thumbprint",
    scopes,
    audience: ["https://api.example"],
  },
  browser: { id: "", digest: "secret", ...dated },
  session: {
    id: "",
    browser_id: "browser",
    account_id: "account",
    auth_time: 500,
    signed_in_at: 500,
    signed_in_by: "upstream",
    acr: "1",
    amr,
    idle_expires_at: later,
    end_reason: "-",
    ...dated,
  },
  logout_delivery: {
    bucket: 3,
    id: "",
    client_id: "client",
    account_id: "account",
    sid: "sid",
    attempts: 2,
    // The nearest moment at which it is due and has not expired.
    next_attempt_at: later - 1,
    ...dated,
  },
  tenant: {
    id: "",
    slug: "",
    host: null,
    policy: {},
    pairwise_salt: new Uint8Array([1]),
    created_at: 0,
  },
  signing_key: {
    kid: "",
    role: "op",
    use: "sig",
    alg: "ES256",
    public_jwk: { kty: "EC" },
    private_key: new Uint8Array([1]),
    published_at: 500,
    last_expires_at: 500,
    created_at: 0,
  },
  client: {
    client_id: "",
    origin: "admin",
    expires_at: later,
    registration_version: 0,
    software_statement: null,
    metadata: {
      application_type: "web",
      redirect_uris: ["https://client.example/callback"],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      subject_type: "public",
      id_token_signed_response_alg: "RS256",
    },
    description: "",
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
    sign_up: null,
    allowed_domains: null,
    link_by_email: null,
    version: 3,
    created_at: 0,
    updated_at: 0,
  },
  client_secret: { id: "", client_id: "client", kind: "digest", digest: "secret", sealed: null, ...dated },
  initial_access_token: { id: "", digest: "secret", description: "", uses_left: 5, ...dated },
  account: {
    id: "",
    username: null,
    email: null,
    email_verified: false,
    claims: { name: "A Person" },
    attributes: {},
    claim_sources: {},
    groups: [],
    version: 3,
    created_at: 0,
    updated_at: 0,
  },
  one_time_link: { ...handled, purpose: "set_password", account_id: "account" },
  upstream: {
    id: "",
    slug: "example",
    kind: "oidc",
    preset: "-",
    endpoints: null,
    person: null,
    display_name: "Example",
    issuer: "https://upstream.example",
    client_id: "client",
    client_secret: null,
    token_endpoint_auth_method: "none",
    signature_method: null,
    signing_key: null,
    public_key: null,
    scopes,
    trust_email: false,
    sign_up: "free",
    allowed_domains: [],
    link_by_email: false,
    token_endpoint_auth_signing_alg: null,
    client_assertion_audience: null,
    id_token_encrypted_response_alg: null,
    domains: [],
    trusted_amr: [],
    trusted_acr: [],
    allowed_tids: [],
    many_issuers: false,
    key_id: null,
    team_id: null,
    store_tokens: false,
    logout: "offer",
    claims: {},
    version: 3,
    created_at: 0,
    updated_at: 0,
  },
  upstream_canary: { upstream_id: "", found: "a fault", checked_at: 3, due_at: later },
  upstream_flow: {
    ...handled,
    browser_digest: "browser",
    upstream_id: "upstream",
    issuer: "https://upstream.example",
    purpose: "sign_in",
    session_id: "session",
    material: new Uint8Array([1]),
  },
  link_proof: {
    ...handled,
    browser_digest: "browser",
    upstream_id: "upstream",
    iss: "https://upstream.example",
    sub: "sub",
    account_id: "account",
    sid: "sid",
    id_token: null,
    tokens: null,
    tokens_expire_at: null,
  },
  upstream_identity: {
    id: "",
    upstream_id: "upstream",
    iss: "https://upstream.example",
    sub: "sub",
    account_id: "account",
    evidence: "created",
    linked_at: 500,
    expires_at: later,
  },
};

/**
 * A valid row of a machine's table, in the initial state.
 *
 * @param serial Rows of different serials differ in tenant and key, so that no unique index meets two of them.
 */
export function rowFor(m: Machine, serial: number, overrides: Row = {}): Row {
  return {
    ...columns[m.name as MachineTable],
    [m.key.at(-1)!]: `${m.name}-${serial}`,
    tenant: `tenant-${serial}`,
    // Others' rows stand in tenants as well, in the same database.
    ...(m.name === "tenant" ? { id: `own-${serial}`, tenant: `own-${serial}`, slug: `own-${serial}` } : {}),
    state: m.initial,
    state_at: 0,
    ...overrides,
  };
}

/** The tenant and the key columns of a row. */
export const keyOf = (m: Machine, row: Row): Row =>
  Object.fromEntries(["tenant", ...m.key].map((column) => [column, row[column]]));

// How far a fact lies from the column's value where the comparison only just holds, and where it only just fails.
const margins: Readonly<Record<Guard[1], { readonly holds: number; readonly fails: readonly number[] }>> = {
  "=": { holds: 0, fails: [-1, 1] },
  ">": { holds: -1, fails: [0] },
  ">=": { holds: 0, fails: [1] },
  "<": { holds: 1, fails: [0] },
  "<=": { holds: 0, fails: [-1] },
};

const columnOf = (m: Machine, [column]: Guard) =>
  columns[m.name as MachineTable][column as never] as string | number;

/** The nearest value below or above; a text loses its last character or gains one. */
function beside(value: string | number, by: number): string | number {
  if (typeof value === "number") return value + by;
  return by < 0 ? value.slice(0, -1) : value + "~".repeat(by);
}

/** Facts with which every guard of an event only just holds on {@link rowFor}. */
export function factsFor(m: Machine, event: string): Facts {
  const facts: Record<string, string | number> = {};
  for (const guard of m.guards[event]!) {
    const [, comparison, input] = guard;
    const value = beside(columnOf(m, guard), margins[comparison].holds);
    if ((facts[input] ?? value) !== value) {
      throw new Error(`${m.name}.${event}: no ${input} lets all guards hold; give their columns one value`);
    }
    facts[input] = value;
  }
  return facts;
}

/** The same facts with one that lets a guard only just fail, and with it every guard that reads the same fact. */
export const wrongFact = (m: Machine, event: string, guard: Guard): Facts => ({
  ...factsFor(m, event),
  [guard[2]]: beside(columnOf(m, guard), margins[guard[1]].fails[0]!),
});

/** The column's values, on each side, with which this guard only just fails and, given {@link factsFor}, every other one holds. */
export function wrongColumns(m: Machine, guard: Guard): Row[] {
  const { holds, fails } = margins[guard[1]];
  return fails.map((by) => ({ [guard[0]]: beside(columnOf(m, guard), holds - by) }));
}
