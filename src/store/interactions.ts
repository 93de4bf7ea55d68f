import type { Selectable } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import { interaction as machine } from "../domain/interaction.ts";
import { parkedRequest } from "../domain/parked_request.ts";
import type { Instant } from "../domain/time.ts";
import type { InteractionTable } from "./tables/authorization.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type InteractionRow = Selectable<InteractionTable>;

/** Starts an interaction. */
export async function createInteraction(
  { db, tenant }: TenantStore,
  handle: Handle,
  columns: Omit<InteractionRow, "tenant" | "bucket" | "digest" | "state" | "state_at" | "created_at">,
  at: Instant,
): Promise<InteractionRow> {
  const row = await create(db, machine, at, { tenant, ...handle, ...columns, created_at: at });
  if (!row) throw new Error("Two interactions drew the same secret");
  return row;
}

/** The interaction of that handle. */
export const findInteraction = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
): Promise<InteractionRow | undefined> =>
  db.selectFrom("interaction").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucket)
    .where("digest", "=", digest).executeTakeFirst();

/** Parks the sealed parameters of a POSTed authorization request. */
export async function parkRequest(
  { db, tenant }: TenantStore,
  handle: Handle,
  { parameters, expires_at, at }: {
    readonly parameters: Uint8Array;
    readonly expires_at: Instant;
    readonly at: Instant;
  },
): Promise<void> {
  await create(db, parkedRequest, at, { tenant, ...handle, parameters, expires_at, created_at: at });
}

/** Takes parked parameters up, once. */
export const takeParkedRequest = ({ db, tenant }: TenantStore, handle: Handle, now: Instant) =>
  fire(db, [parkedRequest, "take"], { tenant, ...handle }, now, { now });
