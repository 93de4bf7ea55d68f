import { type Selectable, sql } from "kysely";
import { client as machine } from "../domain/client.ts";
import type { Client } from "../domain/client_metadata.ts";
import type { Instant } from "../domain/time.ts";
import type { ClientTable } from "./tables/client.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire, increment } from "./transition.ts";

export type ClientRow = Selectable<ClientTable>;

/** What an administrator sets on a client. */
export type ClientRecord = Pick<
  ClientRow,
  | "metadata"
  | "description"
  | "require_pkce"
  | "first_party"
  | "access_token_format"
  | "refresh_rotation"
  | "session_refresh_tokens"
>;

/** A row as flows see it. */
const clientOf = (row: ClientRow): Client => ({
  client_id: row.client_id,
  metadata: row.metadata,
  require_pkce: row.require_pkce,
  first_party: row.first_party,
  access_token_format: row.access_token_format === "opaque" ? "opaque" : "jwt",
  refresh_rotation: row.refresh_rotation === "never" ? "never" : "always",
  session_refresh_tokens: row.session_refresh_tokens,
  version: row.version,
});

const all = ({ db, tenant }: TenantStore) =>
  db.selectFrom("client").selectAll().where("tenant", "=", tenant).where("state", "!=", "deleted");

/** The row of a client that was not deleted. */
export const findClientRow = (store: TenantStore, client_id: string): Promise<ClientRow | undefined> =>
  all(store).where("client_id", "=", client_id).executeTakeFirst();

/** The same row, locked until the unit ends, so that what is decided by it still holds when it is written. */
export const lockClientRow = (store: TenantStore, client_id: string): Promise<ClientRow | undefined> =>
  all(store).where("client_id", "=", client_id).forUpdate().executeTakeFirst();

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
): Promise<ClientRow | undefined> =>
  create(db, machine, at, { tenant, client_id, ...record, version: 1, created_at: at, updated_at: at });

/** Changes a client that is still as it was read: `version` is the one read. */
export const amendClient = (
  { db, tenant }: TenantStore,
  client_id: string,
  version: number,
  record: ClientRecord,
  at: Instant,
) =>
  fire(db, [machine, "amend"], { tenant, client_id }, at, { version }, {
    ...record,
    version: increment("version"),
    updated_at: at,
  });

/** Disables, enables or deletes a client; its tokens stop or start to count with it. */
export const moveClient = (
  { db, tenant }: TenantStore,
  client_id: string,
  event: "disable" | "enable" | "delete",
  at: Instant,
) => fire(db, [machine, event], { tenant, client_id }, at, {});

/**
 * Whether a redirect URI of an active client is at this origin.
 *
 * @param origin As browsers write it: lower case, without a default port and without a slash (RFC 6454 section 6.2).
 */
export async function isClientOrigin({ db, tenant }: TenantStore, origin: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (
    select 1 from client, jsonb_array_elements_text(metadata -> 'redirect_uris') as uri
    where tenant = ${tenant} and state = 'active' and regexp_replace(
      substring(lower(uri) from '^https?://[^/?#]+'), '^(https://.*):443$|^(http://.*):80$', '\\1\\2') = ${origin}
  ) as found`.execute(db);
  return rows[0]!.found;
}
