import type { Agreement } from "../domain/consent_decision.ts";
import type { ClientAccess } from "../domain/client_access.ts";
import type { ClientOrigin } from "../domain/client_origin.ts";
import type { ClientMetadata } from "../domain/client_metadata.ts";
import { grant as machine } from "../domain/grant.ts";
import { none } from "../domain/machine.ts";
import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

/** What a sign-in at a client stands on. */
export interface Granted extends Agreement {
  readonly account_id: string;
  readonly client_id: string;
  /** The consent that allows it, or `-` where none is asked for. */
  readonly consent_id: string;
}

/**
 * The grant of an account for a client: the active one grows by what is agreed to, else a new one is made. One that stands
 * on another consent is replaced.
 *
 * @param id Used where a new one is made.
 * @returns its grant_id.
 */
export async function extendGrant(
  store: TenantStore,
  id: string,
  granted: Granted,
  at: Instant,
): Promise<string> {
  const { db, tenant } = store, { account_id, client_id, consent_id, scopes, claims } = granted;
  const present = await db.selectFrom("grant").select(["id", "scopes", "claims"]).where("tenant", "=", tenant)
    .where("account_id", "=", account_id).where("client_id", "=", client_id).where("managed", "=", false)
    .where("state", "=", "active").executeTakeFirst();
  if (present) {
    const key = { tenant, id: present.id };
    const union = {
      scopes: [...new Set([...present.scopes, ...scopes])],
      claims: [...new Set([...present.claims, ...claims])],
    };
    const extended = await fire(db, [machine, "extend"], key, at, { consent: consent_id }, union);
    if (extended.ok) return present.id;
    await fire(db, [machine, "replace"], key, at, {});
  }
  const made = await create(db, machine, at, { tenant, id, ...granted, managed: false, created_at: at });
  // Another sign-in of the same person made it a moment ago.
  return made ? made.id : await extendGrant(store, id, granted, at);
}

/** What a person sees of a grant. */
export interface GrantedApp extends Agreement, ClientAccess {
  readonly id: string;
  readonly client_id: string;
  readonly origin: ClientOrigin;
  readonly metadata: ClientMetadata;
  /** The groups that the person is in. */
  readonly groups: readonly string[];
  readonly created_at: Instant;
}

/**
 * The grants of an account under which tokens may count, now or once a disabled client is enabled again; the newest
 * first. One whose consent was withdrawn is none of them.
 */
export const grantsOfAccount = (
  { db, tenant }: TenantStore,
  account_id: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly GrantedApp[]> =>
  db.selectFrom("grant as g")
    .innerJoin(
      "client as c",
      (join) => join.onRef("c.tenant", "=", "g.tenant").onRef("c.client_id", "=", "g.client_id"),
    )
    .innerJoin(
      "account as a",
      (join) => join.onRef("a.tenant", "=", "g.tenant").onRef("a.id", "=", "g.account_id"),
    )
    .leftJoin(
      "consent as k",
      (join) => join.onRef("k.tenant", "=", "g.tenant").onRef("k.id", "=", "g.consent_id"),
    )
    .select(["g.id", "g.client_id", "c.origin", "c.metadata", "g.scopes", "g.claims", "g.created_at"])
    .select(["c.allowed_groups", "c.allowed_accounts", "a.groups"])
    .where("g.tenant", "=", tenant).where("g.account_id", "=", account_id).where("g.state", "=", "active")
    .where("c.state", "!=", "deleted")
    .where((e) => e.or([e("g.consent_id", "=", none), e("k.state", "=", "given")]))
    .orderBy("g.created_at", "desc").orderBy("g.id").limit(limit).offset(offset).execute();

/** Revokes a grant of an account; its token families stop to count. */
export const revokeGrant = (
  { db, tenant }: TenantStore,
  { id, account_id }: { readonly id: string; readonly account_id: string },
  at: Instant,
) => fire(db, [machine, "revoke"], { tenant, id }, at, { account: account_id });
