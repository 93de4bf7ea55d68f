import type { Selectable } from "kysely";
import type { Handle } from "../crypto/secret.ts";
import { linkProof as machine } from "../domain/link_proof.ts";
import type { Input } from "../domain/machine.ts";
import type { Instant } from "../domain/time.ts";
import type { LinkProofTable } from "./tables/upstream.ts";
import type { TenantStore } from "./tenant_store.ts";
import { create, fire } from "./transition.ts";

export type LinkProofRow = Selectable<LinkProofTable>;

/** Notes what somebody has yet to prove. @param flow The flow that they came by, which waits for it. */
export async function offerLinkProof(
  { db, tenant }: TenantStore,
  flow: Handle,
  columns: Omit<LinkProofRow, "tenant" | "bucket" | "digest" | "state" | "state_at" | "created_at">,
  at: Instant,
): Promise<void> {
  const { bucket, digest } = flow;
  const row = await create(db, machine, at, { tenant, bucket, digest, ...columns, created_at: at });
  if (!row) throw new Error("A flow asked for a proof twice");
}

/** What the person of a flow has yet to prove, whatever its state. */
export const findLinkProof = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
): Promise<LinkProofRow | undefined> =>
  db.selectFrom("link_proof").selectAll().where("tenant", "=", tenant).where("bucket", "=", bucket)
    .where("digest", "=", digest).executeTakeFirst();

/** What an upstream gave us goes with the proof that it came for. */
const forgotten = { id_token: null, tokens: null };

/** Uses a proof up. Of many who say yes, one does. */
export const useLinkProof = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  facts: Input<typeof machine, "use"> & { readonly now: Instant },
) => fire(db, [machine, "use"], { tenant, bucket, digest }, facts.now, facts, forgotten);

/** Notes that a person said no. */
export const refuseLinkProof = (
  { db, tenant }: TenantStore,
  { bucket, digest }: Handle,
  facts: Input<typeof machine, "refuse"> & { readonly now: Instant },
) => fire(db, [machine, "refuse"], { tenant, bucket, digest }, facts.now, facts, forgotten);
