import type { Selectable } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import { authorizationCode as machine } from "../domain/authorization_code.ts";
import type { Input } from "../domain/machine.ts";
import type { Instant } from "../domain/time.ts";
import type { AuthorizationCodeTable } from "./tables/authorization.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type CodeRow = Selectable<AuthorizationCodeTable>;

/** Issues a code. */
export async function createCode(
  { db, tenant }: TenantStore,
  handle: Handle,
  columns: Omit<CodeRow, "tenant" | "bucket" | "digest" | "state" | "state_at" | "created_at">,
  at: Instant,
): Promise<void> {
  await create(db, machine, at, { tenant, ...handle, ...columns, created_at: at });
}

/** The code of that handle, whatever its state. */
export const findCode = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
): Promise<CodeRow | undefined> =>
  db.selectFrom("authorization_code").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucket)
    .where("digest", "=", digest).executeTakeFirst();

/** Redeems a code, once. */
export const redeemCode = (
  { db, tenant }: TenantStore,
  handle: Handle,
  facts: Input<typeof machine, "redeem">,
  now: Instant,
) => fire(db, [machine, "redeem"], { tenant, ...handle }, now, facts);
