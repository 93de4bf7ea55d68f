import type { Selectable } from "kysely";
import { upstream as machine } from "../domain/upstream.ts";
import { isStorableText } from "../domain/storable_text.ts";
import type { Instant } from "../domain/time.ts";
import type { UpstreamTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire, increment } from "./transition.ts";
import { holdDomains } from "./upstream_domains.ts";

export type UpstreamRow = Selectable<UpstreamTable>;

/** What stays of an upstream whatever is changed: whom it speaks for hangs on it. */
export type LastingUpstream = Pick<
  UpstreamRow,
  "id" | "slug" | "kind" | "preset" | "issuer" | "many_issuers" | "endpoints" | "person"
>;

/** What an administrator may change of an upstream. */
export type UpstreamRecord = Omit<
  UpstreamRow,
  | keyof LastingUpstream
  | "tenant"
  | "state"
  | "state_at"
  | "version"
  | "created_at"
  | "updated_at"
>;

const all = ({ db, tenant }: TenantStore) =>
  db.selectFrom("upstream").selectAll().where("tenant", "=", tenant).where("state", "!=", "deleted");

/** The upstream that addresses name so. A path can name what no column can hold: that is none. */
export const findUpstream = (store: TenantStore, slug: string): Promise<UpstreamRow | undefined> =>
  isStorableText(slug) ? all(store).where("slug", "=", slug).executeTakeFirst() : Promise.resolve(undefined);

/** The upstream that identities hang on. */
export const findUpstreamById = (store: TenantStore, id: string): Promise<UpstreamRow | undefined> =>
  all(store).where("id", "=", id).executeTakeFirst();

/** The same as {@link findUpstream}, where people can sign in with it now. */
export async function findActiveUpstream(store: TenantStore, slug: string): Promise<UpstreamRow | undefined> {
  const row = await findUpstream(store, slug);
  return row?.state === "active" ? row : undefined;
}

/**
 * An upstream with which people can sign in, locked until the unit ends: to be left as it is (`share`), or so that what
 * is decided about its people is decided one after the other (`update`).
 */
export function lockActiveUpstream(
  store: TenantStore,
  id: string,
  lock: "share" | "update",
): Promise<UpstreamRow | undefined> {
  const found = all(store).where("id", "=", id).where("state", "=", "active");
  return (lock === "share" ? found.forShare() : found.forUpdate()).executeTakeFirst();
}

/** The upstreams with which people can sign in, in the order in which they were made. */
export const activeUpstreams = (store: TenantStore): Promise<readonly UpstreamRow[]> =>
  all(store).where("state", "=", "active").orderBy("created_at").orderBy("id").execute();

/** What those of these upstreams that are not deleted are named by, by their ids. */
export async function slugsOfUpstreams(
  store: TenantStore,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await all(store).clearSelect().select(["id", "slug"]).where("id", "in", ids).execute();
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/** Which of their classes the upstreams are believed in with which people can sign in, in that order. */
export const acrTrust = (
  { db, tenant }: TenantStore,
): Promise<readonly Pick<UpstreamRow, "slug" | "trusted_acr">[]> =>
  db.selectFrom("upstream").select(["slug", "trusted_acr"]).where("tenant", "=", tenant)
    .where("state", "=", "active").orderBy("created_at").orderBy("id").execute();

/** A page of upstreams, oldest first, after the given slug. */
export async function listUpstreams(
  store: TenantStore,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly UpstreamRow[]> {
  let query = all(store);
  if (after !== undefined) {
    const last = all(store).where("slug", "=", after).clearSelect();
    query = query.where((e) =>
      e.or([
        e("created_at", ">", last.select("created_at")),
        e.and([e("created_at", "=", last.select("created_at")), e("id", ">", last.select("id"))]),
      ])
    );
  }
  return await query.orderBy("created_at").orderBy("id").limit(limit).execute();
}

/**
 * Keeps a new upstream. Inside a unit.
 *
 * @returns undefined where another one is named so.
 * @throws where another one is the way in for one of its domains; see `holdDomains`.
 */
export async function createUpstream(
  store: TenantStore,
  lasting: LastingUpstream,
  record: UpstreamRecord,
  at: Instant,
): Promise<UpstreamRow | undefined> {
  const { db, tenant } = store, dated = { version: 1, created_at: at, updated_at: at };
  const row = await create(db, machine, at, { tenant, ...lasting, ...record, ...dated });
  if (row) await holdDomains(store, row.id, row.domains);
  return row;
}

/**
 * Changes an upstream that is still as it was read: `version` is the one read. What is kept of
 * it for what is switched off is forgotten. Inside a unit.
 *
 * @throws where another one is the way in for one of its domains; see `holdDomains`.
 */
export async function amendUpstream(
  store: TenantStore,
  { id, version }: Pick<UpstreamRow, "id" | "version">,
  record: UpstreamRecord,
  at: Instant,
) {
  const { db, tenant } = store, facts = { ...record, version: increment("version"), updated_at: at };
  const amended = await fire(db, [machine, "amend"], { tenant, id }, at, { version }, facts);
  if (amended.ok) await holdDomains(store, id, record.domains);
  if (amended.ok && !record.store_tokens) {
    await db.deleteFrom("upstream_token").where("tenant", "=", tenant).where("upstream_id", "=", id)
      .execute();
  }
  if (amended.ok && record.logout === "none") {
    await db.updateTable("session_upstream").set({ id_token: null }).where("tenant", "=", tenant)
      .where("upstream_id", "=", id).where("id_token", "is not", null).execute();
  }
  return amended;
}

/** Disables or enables an upstream. */
export const moveUpstream = (
  { db, tenant }: TenantStore,
  id: string,
  event: "disable" | "enable",
  at: Instant,
) => fire(db, [machine, event], { tenant, id }, at, {});

/** Deletes an upstream for ever, and with it its secret and who people are there. */
export async function deleteUpstream({ db, tenant }: TenantStore, id: string, at: Instant) {
  const deleted = await fire(db, [machine, "delete"], { tenant, id }, at, {}, {
    client_secret: null,
    signing_key: null,
  });
  if (deleted.ok) {
    for (
      const table of ["upstream_identity", "session_upstream", "upstream_canary", "upstream_domain"] as const
    ) {
      await db.deleteFrom(table).where("tenant", "=", tenant).where("upstream_id", "=", id).execute();
    }
  }
  return deleted;
}
