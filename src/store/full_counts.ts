import type { Instant, Seconds } from "../domain/time.ts";
import type { TenantStore } from "./tenant_store.ts";
import { type Rate, takeAttempt } from "./throttle.ts";

/**
 * Counts that one server found full, and until when. What is refused is not counted, so nothing but time makes room in
 * one, whichever server counts: until then nobody has to ask the database, and nothing has to be written. Only for
 * counts that no success forgets.
 */
export type FullCounts = Map<string, Instant>;

/** What counts attempts. */
export interface Counting {
  readonly store: TenantStore;
  readonly fullCounts: FullCounts;
}

/** Counts that are remembered at most. One that is not costs a question more, and changes no answer. */
const mostRemembered = 1000;

const nameOf = ({ tenant }: TenantStore, key: string) => JSON.stringify([tenant, key]);

/** Whether this server knows that a count is full. */
export const isKnownFull = ({ store, fullCounts }: Counting, key: string, now: Instant): boolean =>
  now < (fullCounts.get(nameOf(store, key)) ?? 0);

function remember(fullCounts: FullCounts, name: string, until: Instant): void {
  fullCounts.delete(name);
  const [oldest] = fullCounts.keys();
  if (fullCounts.size >= mostRemembered && oldest !== undefined) fullCounts.delete(oldest);
  fullCounts.set(name, until);
}

/**
 * Counts one attempt against a key as {@link takeAttempt} does, and asks the database only where the count is not known
 * to be full.
 *
 * @returns 0 where the attempt may go on, else the seconds after which one may.
 */
export async function takeKnownAttempt(
  { store, fullCounts }: Counting,
  key: string,
  rate: Rate,
  now: Instant,
): Promise<Seconds> {
  const name = nameOf(store, key), known = (fullCounts.get(name) ?? 0) - now;
  if (known > 0) return known;
  const wait = await takeAttempt(store, key, rate, now);
  if (wait > 0) remember(fullCounts, name, now + wait);
  return wait;
}
