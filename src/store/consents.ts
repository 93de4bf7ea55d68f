import { consent as machine } from "../domain/consent.ts";
import type { Agreement, RememberedConsent } from "../domain/consent_decision.ts";
import type { Instant } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

/** What a person agreed to for a client, while it stands. */
export const findConsent = (
  { db, tenant }: TenantStore,
  account_id: string,
  client_id: string,
): Promise<RememberedConsent & { readonly id: string } | undefined> =>
  db.selectFrom("consent").select(["id", "scopes", "claims", "client_version"]).where("tenant", "=", tenant)
    .where("account_id", "=", account_id).where("client_id", "=", client_id).where("state", "=", "given")
    .executeTakeFirst();

/** What a person agrees to now. */
export interface GivenConsent extends Agreement {
  readonly account_id: string;
  readonly client_id: string;
  readonly client_version: number;
  /** Whether what they agreed to before stays agreed to. */
  readonly adds: boolean;
}

/** Records that a person agreed. @param id Used where this is the first time. */
export async function giveConsent(
  store: TenantStore,
  id: string,
  given: GivenConsent,
  at: Instant,
): Promise<void> {
  const { db, tenant } = store,
    { adds, ...columns } = given,
    { account_id, client_id, scopes, claims } = given;
  const made = await create(db, machine, at, { tenant, id, ...columns, created_at: at });
  if (made) return;
  const present = await findConsent(store, account_id, client_id), before = adds ? present : undefined;
  const extended = present &&
    await fire(db, [machine, "extend"], { tenant, id: present.id }, at, {}, {
      scopes: [...new Set([...before?.scopes ?? [], ...scopes])],
      claims: [...new Set([...before?.claims ?? [], ...claims])],
      client_version: given.client_version,
    });
  // Withdrawn a moment ago: what the person says now is what counts.
  if (!extended?.ok) await giveConsent(store, id, given, at);
}

/** Withdraws what an account agreed to for a client, where it agreed to anything; all that stands on it stops to count. */
export async function withdrawConsent(
  store: TenantStore,
  { account_id, client_id }: { readonly account_id: string; readonly client_id: string },
  at: Instant,
): Promise<void> {
  const { db, tenant } = store, present = await findConsent(store, account_id, client_id);
  if (present) await fire(db, [machine, "withdraw"], { tenant, id: present.id }, at, {});
}

/**
 * Withdraws what an account agreed to since a moment, for clients that it had agreed to nothing for.
 *
 * @param kept The session to whose own clients nothing happens.
 */
export async function withdrawNewConsents(
  { db, tenant }: TenantStore,
  { account_id, since, kept }: {
    readonly account_id: string;
    readonly since: Instant;
    readonly kept: string;
  },
  at: Instant,
): Promise<void> {
  const rows = await db.selectFrom("consent as k").select("k.id").where("k.tenant", "=", tenant)
    .where("k.account_id", "=", account_id).where("k.state", "=", "given").where("k.created_at", ">=", since)
    .where((e) =>
      e.not(e.exists(
        e.selectFrom("session_client as c").select("c.client_id").where("c.tenant", "=", tenant)
          .where("c.session_id", "=", kept).whereRef("c.client_id", "=", "k.client_id"),
      ))
    ).orderBy("k.id").execute();
  for (const { id } of rows) await fire(db, [machine, "withdraw"], { tenant, id }, at, {});
}
