import { grant as machine } from "../domain/grant.ts";
import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

/** What a sign-in at a client stands on. */
export interface Granted {
  readonly account_id: string;
  readonly client_id: string;
  /** The consent that allows it, or `-` where none is asked for. */
  readonly consent_id: string;
  readonly scopes: readonly string[];
}

/**
 * The grant of an account for a client: the active one grows by these scopes, else a new one is made. One that stands
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
  const { db, tenant } = store, { account_id, client_id, consent_id, scopes } = granted;
  const present = await db.selectFrom("grant").select(["id", "scopes"]).where("tenant", "=", tenant)
    .where("account_id", "=", account_id).where("client_id", "=", client_id).where("managed", "=", false)
    .where("state", "=", "active").executeTakeFirst();
  if (present) {
    const key = { tenant, id: present.id };
    const union = [...new Set([...present.scopes, ...scopes])];
    const extended = await fire(db, [machine, "extend"], key, at, { consent: consent_id }, { scopes: union });
    if (extended.ok) return present.id;
    await fire(db, [machine, "replace"], key, at, {});
  }
  const made = await create(db, machine, at, { tenant, id, ...granted, managed: false, created_at: at });
  // Another sign-in of the same person made it a moment ago.
  return made ? made.id : await extendGrant(store, id, granted, at);
}
