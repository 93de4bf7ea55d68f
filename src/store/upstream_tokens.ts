import { type Selectable, sql } from "kysely";
import type { UpstreamSubject } from "../domain/upstream_identity.ts";
import { refreshLease } from "../domain/upstream_token.ts";
import type { Instant } from "../domain/time.ts";
import type { UpstreamTokenTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";

/** Tokens as they are kept: sealed, and when the access token expires. */
export type SealedTokens = Pick<Selectable<UpstreamTokenTable>, "tokens" | "expires_at">;

/** Kept tokens, with whose they are. */
export type UpstreamTokenRow = Omit<Selectable<UpstreamTokenTable>, "tenant">;

/** Kept tokens as they were read: what is done to them is done only while they are still these. */
export type ReadTokens = Pick<UpstreamTokenRow, keyof UpstreamSubject | "version">;

/** A version that no kept tokens ever had: what forgot them forgot their version too. */
const nextVersion = sql<number>`nextval('upstream_token_version')`;

/**
 * Keeps the tokens of an identity in the place of earlier ones, where its upstream's are to be kept at this moment: the
 * switch cannot be turned meanwhile. Inside a unit, after the identity is linked.
 */
export async function keepUpstreamTokens(
  { db, tenant }: TenantStore,
  { upstream_id, iss, sub }: UpstreamSubject,
  { tokens, expires_at }: SealedTokens,
): Promise<void> {
  const wanted = await db.selectFrom("upstream").select("id").where("tenant", "=", tenant)
    .where("id", "=", upstream_id).where("state", "=", "active").where("store_tokens", "=", true).forShare()
    .executeTakeFirst();
  if (!wanted) return;
  const fresh = { tokens, expires_at, refresh_until: 0, version: nextVersion };
  await db.insertInto("upstream_token").values({ tenant, upstream_id, iss, sub, ...fresh })
    .onConflict((conflict) => conflict.columns(["tenant", "upstream_id", "iss", "sub"]).doUpdateSet(fresh))
    .execute();
}

const all = ({ db, tenant }: TenantStore) =>
  db.selectFrom("upstream_token").select([
    "upstream_id",
    "iss",
    "sub",
    "tokens",
    "expires_at",
    "refresh_until",
    "version",
  ]).where("tenant", "=", tenant);

/** The kept tokens of an identity. */
export const findUpstreamTokens = (
  store: TenantStore,
  { upstream_id, iss, sub }: UpstreamSubject,
): Promise<UpstreamTokenRow | undefined> =>
  all(store).where("upstream_id", "=", upstream_id).where("iss", "=", iss).where("sub", "=", sub)
    .executeTakeFirst();

/** The statement's rows: those that were read and have not changed since. */
const same = ({ db, tenant }: TenantStore, { upstream_id, iss, sub, version }: ReadTokens) =>
  db.updateTable("upstream_token").where("tenant", "=", tenant).where("upstream_id", "=", upstream_id)
    .where("iss", "=", iss).where("sub", "=", sub).where("version", "=", version);

/** Takes it on to refresh tokens: of several servers one does, and if that one dies another may after a while. */
export async function claimRefresh(store: TenantStore, read: ReadTokens, now: Instant): Promise<boolean> {
  const claimed = await same(store, read).where("refresh_until", "<=", now)
    .set({ refresh_until: now + refreshLease }).returning("version").executeTakeFirst();
  return claimed !== undefined;
}

/** Lets somebody else try, because nothing came of it. */
export async function releaseRefresh(store: TenantStore, read: ReadTokens): Promise<void> {
  await same(store, read).set({ refresh_until: 0 }).execute();
}

/** Keeps what refreshing brought. Where the tokens are gone meanwhile, or others came by a sign-in, that stays so. */
export async function keepRefreshed(
  store: TenantStore,
  read: ReadTokens,
  { tokens, expires_at }: SealedTokens,
): Promise<void> {
  await same(store, read).set({ tokens, expires_at, refresh_until: 0, version: nextVersion }).execute();
}

/** Forgets tokens that are good for nothing any more. */
export async function dropUpstreamTokens({ db, tenant }: TenantStore, read: ReadTokens): Promise<void> {
  await db.deleteFrom("upstream_token").where("tenant", "=", tenant)
    .where("upstream_id", "=", read.upstream_id).where("iss", "=", read.iss).where("sub", "=", read.sub)
    .where("version", "=", read.version).execute();
}

/** Forgets what an upstream issued for an identity. */
export async function forgetUpstreamTokens(
  { db, tenant }: TenantStore,
  { upstream_id, iss, sub }: UpstreamSubject,
): Promise<void> {
  await db.deleteFrom("upstream_token").where("tenant", "=", tenant).where("upstream_id", "=", upstream_id)
    .where("iss", "=", iss).where("sub", "=", sub).execute();
}
