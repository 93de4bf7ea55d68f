import { type Selectable, sql } from "kysely";
import { client as machine } from "../domain/client.ts";
import type { Client } from "../domain/client_metadata.ts";
import { type ClientOrigin, clientOrigins, isVouchedFor } from "../domain/client_origin.ts";
import { type ClientSettings, usualSettings } from "../domain/client_settings.ts";
import { isStorableText } from "../domain/storable_text.ts";
import { type Instant, never } from "../domain/time.ts";
import type { ClientTable } from "./tables/client.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire, increment } from "./transition.ts";

export type ClientRow = Selectable<ClientTable>;

/** What is written of a client; what is left out is as usual on a new one, and stays as it is on one that is there. */
export type ClientRecord =
  & Pick<ClientRow, "metadata">
  & Partial<ClientSettings & Pick<ClientRow, "description" | "software_statement">>;

/** How a client came to be. */
export interface ClientBirth {
  readonly origin: ClientOrigin;
  /** When it lapses unless it is used before. */
  readonly expires_at: Instant;
  /** The version of its registration access token; 0: it has none. */
  readonly registration_version: number;
}

const byAdmin: ClientBirth = { origin: "admin", expires_at: never, registration_version: 0 };

/** A row as flows see it. */
export const clientOf = (row: ClientRow): Client => ({
  client_id: row.client_id,
  origin: row.origin,
  expires_at: row.expires_at,
  metadata: row.metadata,
  require_pkce: row.require_pkce,
  first_party: row.first_party,
  access_token_format: row.access_token_format,
  refresh_rotation: row.refresh_rotation,
  session_refresh_tokens: row.session_refresh_tokens,
  scope_claims_in_id_token: row.scope_claims_in_id_token,
  legacy_assertion_audience: row.legacy_assertion_audience,
  claim_mappings: row.claim_mappings,
  lifetimes: row.lifetimes,
  allowed_groups: row.allowed_groups,
  allowed_accounts: row.allowed_accounts,
  allowed_upstreams: row.allowed_upstreams,
  sign_up: row.sign_up,
  allowed_domains: row.allowed_domains,
  link_by_email: row.link_by_email,
  version: row.version,
});

const all = ({ db, tenant }: TenantStore) =>
  db.selectFrom("client").selectAll().where("tenant", "=", tenant).where("state", "!=", "deleted");

/** The row of a client that was not deleted. A path or an assertion can name what no column can hold: that is nobody. */
export const findClientRow = (store: TenantStore, client_id: string): Promise<ClientRow | undefined> =>
  isStorableText(client_id)
    ? all(store).where("client_id", "=", client_id).executeTakeFirst()
    : Promise.resolve(undefined);

/** The same row, locked until the unit ends, so that what is decided by it still holds when it is written. */
export const lockClientRow = (store: TenantStore, client_id: string): Promise<ClientRow | undefined> =>
  all(store).where("client_id", "=", client_id).forUpdate().executeTakeFirst();

/** The client of that client_id, disabled ones included. */
export async function findClient(store: TenantStore, client_id: string): Promise<Client | undefined> {
  const row = await findClientRow(store, client_id);
  return row && clientOf(row);
}

/** The client of that client_id, where it is active. */
export async function findActiveClient(store: TenantStore, client_id: string): Promise<Client | undefined> {
  const row = await findClientRow(store, client_id);
  return row?.state === "active" ? clientOf(row) : undefined;
}

/** A page of clients, oldest first, after the given client_id. */
export async function listClients(
  store: TenantStore,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly ClientRow[]> {
  let query = all(store);
  if (after !== undefined) {
    const last = store.db.selectFrom("client").select("created_at").where("tenant", "=", store.tenant)
      .where("client_id", "=", after);
    query = query.where((e) =>
      e.or([e("created_at", ">", last), e.and([e("created_at", "=", last), e("client_id", ">", after)])])
    );
  }
  return await query.orderBy("created_at").orderBy("client_id").limit(limit).execute();
}

/** Registers a client. @returns undefined where the client_id was used before. */
export const createClient = (
  { db, tenant }: TenantStore,
  client_id: string,
  record: ClientRecord,
  at: Instant,
  birth = byAdmin,
): Promise<ClientRow | undefined> =>
  create(db, machine, at, {
    tenant,
    client_id,
    description: "",
    software_statement: null,
    ...usualSettings,
    ...record,
    ...birth,
    version: 1,
    created_at: at,
    updated_at: at,
  });

/** Changes a client that is still as it was read: `version` is the one read. */
export const amendClient = (
  { db, tenant }: TenantStore,
  client_id: string,
  version: number,
  record: Partial<ClientRecord>,
  at: Instant,
) =>
  fire(db, [machine, "amend"], { tenant, client_id }, at, { version }, {
    ...record,
    version: increment("version"),
    updated_at: at,
  });

/** Notes that a registration is used, so that it does not lapse. @returns whether it was still there. */
export const useClient = async ({ db, tenant }: TenantStore, client: Client, at: Instant): Promise<boolean> =>
  client.expires_at === never ||
  (await fire(db, [machine, "use"], { tenant, client_id: client.client_id }, at, {}, { expires_at: never }))
    .ok;

/** Notes that a registration which nobody has used yet is still asked for, so that it lapses later. */
export const postponeLapse = (
  { db, tenant }: TenantStore,
  client_id: string,
  expires_at: Instant,
  at: Instant,
) => fire(db, [machine, "use"], { tenant, client_id }, at, {}, { expires_at });

/** Disables, enables or deletes a client; its tokens stop or start to count with it. */
export const moveClient = (
  { db, tenant }: TenantStore,
  client_id: string,
  event: "disable" | "enable" | "delete",
  at: Instant,
) => fire(db, [machine, event], { tenant, client_id }, at, {});

/** The names of every custom claim that an active client is told, in the order of the alphabet. */
export async function mappedClaimNames({ db, tenant }: TenantStore): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select distinct name
    from client, jsonb_object_keys(claim_mappings) as name
    where tenant = ${tenant} and state = 'active' and claim_mappings <> '{}' order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/**
 * Whether a redirect URI of an active client is at this origin.
 *
 * @param origin As browsers write it: lower case, without a default port and without a slash (RFC 6454 section 6.2).
 * @param origins What the clients may come from; anything where nothing is said.
 */
export async function isClientOrigin(
  { db, tenant }: TenantStore,
  origin: string,
  origins: readonly ClientOrigin[] = clientOrigins,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (
    select 1 from client, jsonb_array_elements_text(metadata -> 'redirect_uris') as uri
    where tenant = ${tenant} and state = 'active' and origin in (${sql.join(origins)}) and regexp_replace(
      substring(lower(uri) from '^https?://[^/?#]+'), '^(https://.*):443$|^(http://.*):80$', '\\1\\2') = ${origin}
  ) as found`.execute(db);
  return rows[0]!.found;
}

/** Whether a redirect URI of an active client, for which somebody vouches, is at this origin. */
export const isVouchedOrigin = (store: TenantStore, origin: string): Promise<boolean> =>
  isClientOrigin(store, origin, clientOrigins.filter((from) => isVouchedFor({ origin: from })));
