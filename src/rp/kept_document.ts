import { decodeJson } from "../domain/json.ts";
import type { Clock, Instant, Seconds } from "../domain/time.ts";
import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import { freshFor } from "../protocol/cache_control.ts";

/** What is held of one address. */
export interface Held<T> {
  /** What the last good answer said; undefined until there is one. */
  readonly value: T | undefined;
  readonly freshUntil: Instant;
  readonly triedAt: Instant;
  /** Settles once the fetch that is under way has been held. */
  readonly fetching: Promise<void> | undefined;
}

/** Documents by their address, held by each server for itself: they are public, and a server that starts knows none. */
export type KeptDocuments<T> = Map<string, Held<T>>;

/** How a document is fetched and read. */
export interface DocumentAsked<T> {
  readonly url: string;
  readonly accept: readonly string[];
  readonly maxBytes: number;
  /** @returns undefined where it is not such a document: what was held before stays. */
  readonly read: (document: unknown) => T | undefined;
  /** Whether what is held has what is looked for; it is fetched again where not. */
  readonly suffices?: (held: T) => boolean;
}

/** What keeping documents stands on. */
export interface KeepPorts<T> {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly kept: KeptDocuments<T>;
}

/** Seconds between two fetches from one address, whatever is looked for and whatever was answered. */
export const refetchAfter: Seconds = 60;

/** Seconds for which a document counts after an answer that says nothing of it, and the least and the most that one may say. */
const bounds = { usual: 600, least: refetchAfter, most: 3600 } as const;

/** Seconds for which a document goes on counting while its place cannot be reached (RFC 5861 section 4). */
export const staleIfError: Seconds = 86_400;

/** Fetches once, however many wait for it, and holds what came; nothing throws. */
function refetch<T>({ fetch, clock, kept }: KeepPorts<T>, asked: DocumentAsked<T>): Promise<void> {
  const { url, accept, maxBytes, read } = asked, triedAt = clock(), before = kept.get(url);
  const fetching = fetch(url, { accept, maxBytes }).then((fetched) => {
    const value = fetched.ok ? read(decodeJson(fetched.value.body)) : undefined;
    const fresh = fetched.ok && value !== undefined
      ? clock() + freshFor(fetched.value.headers["cache-control"], bounds)
      : before?.freshUntil ?? triedAt;
    kept.set(url, { value: value ?? before?.value, freshUntil: fresh, triedAt, fetching: undefined });
  });
  kept.set(url, { value: before?.value, freshUntil: before?.freshUntil ?? triedAt, triedAt, fetching });
  return fetching;
}

/**
 * A document of an upstream: the one held where it is fresh and suffices, else fetched, at most once a minute. The
 * addresses come from upstreams that an administrator chose, so their number is bounded. Not to be called inside a unit.
 *
 * @returns undefined where it never could be fetched, or not for longer than {@link staleIfError}.
 */
export async function keptDocument<T>(
  ports: KeepPorts<T>,
  asked: DocumentAsked<T>,
): Promise<T | undefined> {
  const { clock, kept } = ports, { url, suffices = () => true } = asked;
  const now = clock(), held = kept.get(url);
  const wanting = held?.value === undefined || now >= held.freshUntil || !suffices(held.value);
  if (wanting && held?.fetching) await held.fetching;
  else if (wanting && (!held || now >= held.triedAt + refetchAfter)) await refetch(ports, asked);
  const { value, freshUntil = 0 } = kept.get(url) ?? {};
  return clock() < freshUntil + staleIfError ? value : undefined;
}
