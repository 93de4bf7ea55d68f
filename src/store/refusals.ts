import type { Selectable } from "kysely";
import { bucketOf, day, type Instant } from "../domain/time.ts";
import { findClientRow } from "./clients.ts";
import type { RefusalTable } from "./tables/refusal.ts";
import { type Counting, isKnownFull, takeKnownAttempt } from "./full_counts.ts";
import type { TenantStore } from "./tenant_store.ts";

export type RefusalRow = Selectable<RefusalTable>;

/** How long a refusal can be explained. */
const kept = 7 * day;

/** How many refusals of one client are kept, and how often one more: what somebody sends by the thousand explains nothing more. */
const most = { burst: 100, interval: 60 };

const countOf = (client_id: string) => `refusals/${client_id}`;

/** Keeps what explains a refusal. It holds no secret: who writes the trace sees to that. */
export async function keepRefusal(
  counting: Counting,
  refusal: Pick<RefusalRow, "reference" | "path" | "client_id" | "error" | "why" | "trace">,
  at: Instant,
): Promise<void> {
  const { store } = counting;
  if (isKnownFull(counting, countOf(refusal.client_id), at)) return;
  // All client_ids that nobody has share one count: there is no end of them.
  const counted = await findClientRow(store, refusal.client_id) ? refusal.client_id : "-";
  if (await takeKnownAttempt(counting, countOf(counted), most, at) > 0) return;
  const expires_at = at + kept;
  await store.db.insertInto("refusal")
    .values({ tenant: store.tenant, bucket: bucketOf(expires_at), at, expires_at, ...refusal }).execute();
}

/** The refusal of that reference. */
export const findRefusal = (
  { db, tenant }: TenantStore,
  reference: string,
  now: Instant,
): Promise<RefusalRow | undefined> =>
  db.selectFrom("refusal").selectAll().where("tenant", "=", tenant).where("reference", "=", reference)
    .where("expires_at", ">", now).executeTakeFirst();
