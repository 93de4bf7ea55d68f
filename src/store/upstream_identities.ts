import type { Selectable } from "kysely";
import { type Instant, never } from "../domain/time.ts";
import {
  takeBackPeriod,
  undoableSince,
  upstreamIdentity as machine,
  type UpstreamSubject,
} from "../domain/upstream_identity.ts";
import type { UpstreamIdentityTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";
import { forgetUpstreamTokens } from "./upstream_tokens.ts";

export type UpstreamIdentityRow = Selectable<UpstreamIdentityTable>;

/** The account that an identity is linked with, whatever its state; locked until the unit ends, and the link stays as long. */
export async function accountOfIdentity(
  { db, tenant }: TenantStore,
  { upstream_id, iss, sub }: UpstreamSubject,
): Promise<{ readonly id: string; readonly state: string } | undefined> {
  const linked = db.selectFrom("upstream_identity as i")
    .innerJoin(
      "account as a",
      (join) => join.onRef("a.tenant", "=", "i.tenant").onRef("a.id", "=", "i.account_id"),
    )
    .select(["a.id", "a.state"]).where("i.tenant", "=", tenant).where("i.upstream_id", "=", upstream_id)
    .where("i.iss", "=", iss).where("i.sub", "=", sub).where("i.state", "=", "linked");
  const locked = await linked.forUpdate("a").executeTakeFirst();
  // Where the lock was waited for, the link may be gone since, which that statement does not see. Nobody takes it away
  // without the account's lock, so that what is seen now holds.
  return locked && await linked.where("a.id", "=", locked.id).executeTakeFirst();
}

/**
 * Links an identity with an account. The caller holds the upstream's lock, and has seen that it is linked with none: what
 * was taken away of the same identity cannot be put back any more then.
 */
export async function linkIdentity(
  { db, tenant }: TenantStore,
  identity: Pick<UpstreamIdentityRow, keyof UpstreamSubject | "id" | "account_id" | "evidence">,
  at: Instant,
): Promise<void> {
  const { upstream_id, iss, sub } = identity;
  await db.deleteFrom("upstream_identity").where("tenant", "=", tenant).where("upstream_id", "=", upstream_id)
    .where("iss", "=", iss).where("sub", "=", sub).where("state", "!=", "linked").execute();
  const row = await create(db, machine, at, { tenant, ...identity, linked_at: at, expires_at: never });
  if (!row) throw new Error("An identity is linked already");
}

/** An identity, with what its upstream is called. */
export type LinkedIdentity = UpstreamIdentityRow & {
  readonly slug: string;
  readonly display_name: string;
  /** The upstream's. */
  readonly upstream_state: string;
  readonly trusted_acr: readonly string[];
};

const identitiesOf = ({ db, tenant }: TenantStore, account_id: string) =>
  db.selectFrom("upstream_identity as i")
    .innerJoin(
      "upstream as u",
      (join) => join.onRef("u.tenant", "=", "i.tenant").onRef("u.id", "=", "i.upstream_id"),
    )
    .selectAll("i").select(["u.slug", "u.display_name", "u.state as upstream_state", "u.trusted_acr"])
    .where("i.tenant", "=", tenant).where("i.account_id", "=", account_id)
    .orderBy("i.linked_at").orderBy("i.upstream_id").orderBy("i.sub");

/** Who an account is at upstreams, in the order in which that was linked. */
export const identitiesOfAccount = (
  store: TenantStore,
  account_id: string,
): Promise<readonly LinkedIdentity[]> =>
  identitiesOf(store, account_id).where("i.state", "=", "linked").execute();

/** Who it was, as far as that can be put back. */
export const restorableIdentities = (
  store: TenantStore,
  account_id: string,
  now: Instant,
): Promise<readonly LinkedIdentity[]> =>
  identitiesOf(store, account_id).where("i.state", "=", "unlinked").where("i.expires_at", ">", now).execute();

/** The upstream of an identity that an account has or had. */
export async function upstreamOfIdentity(
  { db, tenant }: TenantStore,
  { id, account_id }: { readonly id: string; readonly account_id: string },
): Promise<string | undefined> {
  const row = await db.selectFrom("upstream_identity").select("upstream_id").where("tenant", "=", tenant)
    .where("id", "=", id).where("account_id", "=", account_id).executeTakeFirst();
  return row?.upstream_id;
}

type OwnIdentity = Pick<UpstreamIdentityRow, "id" | "account_id">;

/** Takes a link of an account away, and what its upstream issued; for some days the link can be put back. */
export async function unlinkIdentity(store: TenantStore, { id, account_id }: OwnIdentity, at: Instant) {
  const { db, tenant } = store, expires_at = at + takeBackPeriod;
  const gone = await fire(db, [machine, "unlink"], { tenant, id }, at, { account: account_id }, {
    expires_at,
  });
  if (gone.ok) await forgetUpstreamTokens(store, gone.row);
  return gone;
}

/** Undoes a link of an account, for good. */
export async function undoIdentity(store: TenantStore, { id, account_id }: OwnIdentity, at: Instant) {
  const { db, tenant } = store, facts = { account: account_id, since: undoableSince(at) };
  const gone = await fire(db, [machine, "undo"], { tenant, id }, at, facts, { expires_at: at });
  if (gone.ok) await forgetUpstreamTokens(store, gone.row);
  return gone;
}

/** Puts a link back that was taken away. The caller holds the upstream's lock. */
export const restoreIdentity = ({ db, tenant }: TenantStore, { id, account_id }: OwnIdentity, at: Instant) =>
  fire(db, [machine, "restore"], { tenant, id }, at, { account: account_id, now: at }, {
    expires_at: never,
  });
