import { sql } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import { clientSecret } from "../domain/client_secret.ts";
import { type Instant, never } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

/** Digests of the secrets that a client may use now: the current one and, for a while, the one before. */
export async function liveSecretDigests(
  { db, tenant }: TenantStore,
  client_id: string,
  now: Instant,
): Promise<readonly string[]> {
  const rows = await db.selectFrom("client_secret").select("digest").where("tenant", "=", tenant)
    .where("client_id", "=", client_id).where("state", "in", ["current", "outgoing"]).where(
      "expires_at",
      ">",
      now,
    )
    .execute();
  return rows.map((row) => row.digest);
}

const rowsOf = ({ db, tenant }: TenantStore, client_id: string, states: readonly string[]) =>
  db.selectFrom("client_secret").select("id").where("tenant", "=", tenant).where("client_id", "=", client_id)
    .where("state", "in", states).execute();

/**
 * Gives a client a new secret. The one before works on until `overlapUntil`; older ones stop now.
 *
 * @param handle The new secret's handle; the secret itself is not stored.
 */
export async function replaceSecret(
  store: TenantStore,
  client_id: string,
  secret: {
    readonly id: string;
    readonly handle: Handle;
    readonly overlapUntil: Instant;
    /** Until when the new one works; for ever where nothing is said. */
    readonly expires_at?: Instant;
    readonly at: Instant;
  },
): Promise<void> {
  const { db, tenant } = store, { at } = secret;
  for (const { id } of await rowsOf(store, client_id, ["outgoing"])) {
    await fire(db, [clientSecret, "revoke"], { tenant, id }, at, {});
  }
  for (const { id } of await rowsOf(store, client_id, ["current"])) {
    await fire(db, [clientSecret, "supersede"], { tenant, id }, at, {}, {
      // One that runs out before the overlap ends does not live on by being replaced.
      expires_at: sql<number>`least(expires_at, ${secret.overlapUntil}::bigint)`,
    });
  }
  const made = await create(db, clientSecret, at, {
    tenant,
    id: secret.id,
    client_id,
    kind: "digest",
    digest: secret.handle.digest,
    expires_at: secret.expires_at ?? never,
    created_at: at,
  });
  if (!made) throw new Error("Another rotation of this client's secret came in between");
}

/** The secret that a client was given last, while it works: its digest and when it expires. */
export const currentSecret = (
  { db, tenant }: TenantStore,
  client_id: string,
): Promise<{ readonly digest: string; readonly expires_at: Instant } | undefined> =>
  db.selectFrom("client_secret").select(["digest", "expires_at"]).where("tenant", "=", tenant)
    .where("client_id", "=", client_id).where("state", "=", "current").executeTakeFirst();

/** Ends every secret of a client, as when it no longer authenticates with one. */
export async function revokeSecrets(store: TenantStore, client_id: string, at: Instant): Promise<void> {
  for (const { id } of await rowsOf(store, client_id, ["current", "outgoing"])) {
    await fire(store.db, [clientSecret, "revoke"], { tenant: store.tenant, id }, at, {});
  }
}
