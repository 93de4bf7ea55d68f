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

/** A secret that can be opened. */
export interface SealedSecret {
  readonly id: string;
  readonly client_id: string;
  readonly sealed: Uint8Array;
}

const sealedRows = ({ db, tenant }: TenantStore) =>
  db.selectFrom("client_secret").select(["id", "client_id", "sealed"]).where("tenant", "=", tenant)
    .where("kind", "=", "sealed").where("state", "in", ["current", "outgoing"]).$narrowType<SealedSecret>();

/** The sealed secrets that a client may use now, the current one first. */
export const liveSealedSecrets = (
  store: TenantStore,
  client_id: string,
  now: Instant,
): Promise<readonly SealedSecret[]> =>
  sealedRows(store).where("client_id", "=", client_id).where("expires_at", ">", now).orderBy("state")
    .execute();

/** Every sealed secret of the tenant that is of some use. */
export const allSealedSecrets = (store: TenantStore): Promise<readonly SealedSecret[]> =>
  sealedRows(store).orderBy("client_id").orderBy("id").execute();

/** Replaces a seal by another one of the same secret, unless somebody did so meanwhile. */
export async function resealSecret(
  { db, tenant }: TenantStore,
  { id, sealed }: SealedSecret,
  renewed: Uint8Array,
): Promise<void> {
  await db.updateTable("client_secret").set({ sealed: renewed }).where("tenant", "=", tenant).where(
    "id",
    "=",
    id,
  )
    .where("sealed", "=", sealed).execute();
}

const rowsOf = ({ db, tenant }: TenantStore, client_id: string, states: readonly string[]) =>
  db.selectFrom("client_secret").select("id").where("tenant", "=", tenant).where("client_id", "=", client_id)
    .where("state", "in", states).execute();

/**
 * Gives a client a new secret. The one before works on until `overlapUntil`; older ones stop now.
 *
 * @param secret Its handle, and the secret itself only where a client signs with it, and then sealed.
 */
export async function replaceSecret(
  store: TenantStore,
  client_id: string,
  secret: {
    readonly id: string;
    readonly handle: Handle;
    /** The secret itself, sealed; left out where its digest is enough. */
    readonly sealed?: Uint8Array | undefined;
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
    kind: secret.sealed ? "sealed" : "digest",
    digest: secret.handle.digest,
    sealed: secret.sealed ?? null,
    expires_at: secret.expires_at ?? never,
    created_at: at,
  });
  if (!made) throw new Error("Another rotation of this client's secret came in between");
}

/** The secret that a client was given last, while it works: its kind, its digest and when it expires. */
export const currentSecret = (
  { db, tenant }: TenantStore,
  client_id: string,
): Promise<{ readonly kind: string; readonly digest: string; readonly expires_at: Instant } | undefined> =>
  db.selectFrom("client_secret").select(["kind", "digest", "expires_at"]).where("tenant", "=", tenant)
    .where("client_id", "=", client_id).where("state", "=", "current").executeTakeFirst();

/** Ends every secret of a client, as when it no longer authenticates with one. */
export async function revokeSecrets(store: TenantStore, client_id: string, at: Instant): Promise<void> {
  for (const { id } of await rowsOf(store, client_id, ["current", "outgoing"])) {
    await fire(store.db, [clientSecret, "revoke"], { tenant: store.tenant, id }, at, {});
  }
}
