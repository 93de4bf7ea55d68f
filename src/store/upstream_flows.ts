import type { Selectable } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import { upstreamFlow as machine } from "../domain/upstream_flow.ts";
import type { Input } from "../domain/machine.ts";
import type { Instant } from "../domain/time.ts";
import type { UpstreamFlowTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type UpstreamFlowRow = Selectable<UpstreamFlowTable>;

/** Notes that a person was sent to an upstream. @param handle Of the state that goes with them. */
export async function createUpstreamFlow(
  { db, tenant }: TenantStore,
  handle: Handle,
  columns: Omit<UpstreamFlowRow, "tenant" | "bucket" | "digest" | "state" | "state_at" | "created_at">,
  at: Instant,
): Promise<void> {
  const row = await create(db, machine, at, { tenant, ...handle, ...columns, created_at: at });
  if (!row) throw new Error("Two flows drew the same state");
}

/** Takes a flow up that came back. Of many returns with one state, one gets it. */
export const returnUpstreamFlow = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  facts: Input<typeof machine, "return"> & { readonly now: Instant },
) => fire(db, [machine, "return"], { tenant, bucket, digest }, facts.now, facts);

/** Ends a flow whose person is signed in. In the unit that signs them in. */
export const completeUpstreamFlow = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  now: Instant,
) => fire(db, [machine, "complete"], { tenant, bucket, digest }, now, { now });

/** Ends a flow from which nothing came. */
export const failUpstreamFlow = ({ db, tenant }: TenantStore, { bucket, digest }: Handle, now: Instant) =>
  fire(db, [machine, "fail"], { tenant, bucket, digest }, now, {});

/** Has a flow wait until its person has proven that an account is theirs. @param expires_at Until when. */
export const askProofOfFlow = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  { now, expires_at }: { readonly now: Instant; readonly expires_at: Instant },
) => fire(db, [machine, "ask_proof"], { tenant, bucket, digest }, now, { now }, { expires_at });

/** Ends a flow whose person has proven it. In the unit that links them. */
export const confirmUpstreamFlow = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  facts: Input<typeof machine, "confirm"> & { readonly now: Instant },
) => fire(db, [machine, "confirm"], { tenant, bucket, digest }, facts.now, facts);

/** The flow of that state, whatever became of it. */
export const findUpstreamFlow = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
): Promise<UpstreamFlowRow | undefined> =>
  db.selectFrom("upstream_flow").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucket)
    .where("digest", "=", digest).executeTakeFirst();
