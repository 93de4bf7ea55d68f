import type { Selectable } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import type { Input } from "../domain/machine.ts";
import { refreshToken as machine } from "../domain/refresh_token.ts";
import type { Instant } from "../domain/time.ts";
import type { RefreshTokenTable } from "./tables/authorization.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire, increment } from "./transition.ts";

export type RefreshRow = Selectable<RefreshTokenTable>;

/** Issues a refresh token. @param predecessor The one that it replaces, where it does. */
export async function createRefreshToken(
  { db, tenant }: TenantStore,
  handle: Handle,
  columns: Pick<RefreshRow, "client_id" | "proof_key" | "grant_id" | "family_id" | "expires_at">,
  { predecessor, at }: { readonly predecessor?: Handle | undefined; readonly at: Instant },
): Promise<void> {
  await create(db, machine, at, {
    tenant,
    ...handle,
    ...columns,
    predecessor_bucket: predecessor?.bucket ?? 0,
    predecessor_digest: predecessor?.digest ?? "-",
    request_digest: "-",
    grace_until: 0,
    repeats: 0,
    answer: null,
    created_at: at,
  });
}

/** The refresh token of that handle, whatever its state. */
export const findRefreshToken = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
): Promise<RefreshRow | undefined> =>
  db.selectFrom("refresh_token").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucket)
    .where("digest", "=", digest).executeTakeFirst();

/** What a rotation leaves behind, so that an honest client whose answer was lost gets it again. */
export interface Repeatable {
  readonly request_digest: string;
  readonly grace_until: Instant;
  /** The answer, sealed under a key that only the presented token gives. */
  readonly answer: Uint8Array;
}

/**
 * Rotates a refresh token, once, and settles the one before it: its successor was used, so nobody waits for its answer
 * any more. Child before parent, so that two rotations cannot wait for each other.
 */
export async function rotateRefreshToken(
  { db, tenant }: TenantStore,
  handle: Handle,
  facts: Input<typeof machine, "rotate">,
  left: Repeatable,
  now: Instant,
) {
  const rotated = await fire(db, [machine, "rotate"], { tenant, ...handle }, now, facts, { ...left });
  if (rotated.ok && rotated.row.predecessor_digest !== "-") {
    const key = { tenant, bucket: rotated.row.predecessor_bucket, digest: rotated.row.predecessor_digest };
    await fire(db, [machine, "settle"], key, now, {}, { answer: null });
  }
  return rotated;
}

/** Uses a refresh token that is not rotated; it may then lie idle anew. */
export const useRefreshToken = (
  { db, tenant }: TenantStore,
  handle: Handle,
  facts: Input<typeof machine, "use">,
  expires_at: Instant,
  now: Instant,
) => fire(db, [machine, "use"], { tenant, ...handle }, now, facts, { expires_at });

/** Asks for the answer of a rotation again. */
export const repeatRefreshToken = (
  { db, tenant }: TenantStore,
  handle: Handle,
  facts: Input<typeof machine, "repeat">,
  now: Instant,
) => fire(db, [machine, "repeat"], { tenant, ...handle }, now, facts, { repeats: increment("repeats") });
