import { decodeJson } from "../domain/json.ts";
import type { Clock, Instant, Seconds } from "../domain/time.ts";
import { freshFor } from "../protocol/cache_control.ts";
import type { GuardedFetch } from "./guarded_fetch.ts";

/** What is held of one document. */
export interface Held<T> {
  /** What the last good answer said; undefined until there is one. */
  readonly value: T | undefined;
  readonly freshUntil: Instant;
  readonly triedAt: Instant;
  /** Whether the last fetch brought what was looked for. */
  readonly sufficed: boolean;
  /** Settles once the fetch that is under way has been held. */
  readonly fetching: Promise<void> | undefined;
}

/**
 * Documents by their place, held by each server for itself: they are public, a server that starts knows none, and reading
 * them from the database would cost each request more than the few further fetches of many servers cost anybody.
 */
export type KeptDocuments<T> = Map<string, Held<T>>;

/** How a document is fetched and read. */
export interface DocumentAsked<T> {
  readonly url: string;
  /** What it is held under: whose it is and its address, where one's failures must not be another's. */
  readonly place: string;
  readonly accept: readonly string[];
  readonly maxBytes: number;
  /** @returns undefined where it is not such a document: what was held before stays. */
  readonly read: (document: unknown) => T | undefined;
  /** Whether what is held has what is looked for; it is fetched again where not. */
  readonly suffices?: (held: T) => boolean;
  /**
   * What is looked for is named by whoever publishes the document, and not by strangers: only a fetch that did not bring it
   * has the next one wait, so that keys that were changed a moment after the last fetch are found.
   */
  readonly namedByPublisher?: boolean;
}

/** What keeping documents stands on. */
export interface KeepPorts<T> {
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  readonly kept: KeptDocuments<T>;
}

/** Seconds between two fetches for one place: after any, or after one that did not bring what was looked for. */
export const refetchAfter: Seconds = 60;

/** Seconds for which a document counts after an answer that says nothing of it, and the least and the most that one may say. */
const bounds = { usual: 600, least: refetchAfter, most: 3600 } as const;

/** Seconds for which a document goes on counting while it cannot be fetched (RFC 5861 section 4). */
export const staleIfError: Seconds = 86_400;

/** Documents of a kind that are held at most. */
const mostHeld = 1000;

/** Makes room. @returns whether there is any: what was tried within the last minute keeps its place, so that the minute holds. */
function makeRoom(kept: KeptDocuments<unknown>, now: Instant): boolean {
  if (kept.size < mostHeld) return true;
  for (const [place, { triedAt, fetching }] of kept) {
    if (fetching || now < triedAt + refetchAfter) continue;
    kept.delete(place);
    return true;
  }
  return false;
}

/** Fetches once, however many wait for it, and holds what came; nothing throws. */
function refetch<T>({ fetch, clock, kept }: KeepPorts<T>, asked: DocumentAsked<T>): Promise<void> {
  const { url, place, accept, maxBytes, read, suffices = () => true } = asked,
    triedAt = clock(),
    before = kept.get(place);
  const held = { value: before?.value, freshUntil: before?.freshUntil ?? triedAt, triedAt, sufficed: false };
  const fetching = fetch(url, { accept, maxBytes }).then((fetched) => {
    const value = fetched.ok ? read(decodeJson(fetched.value.body)) : undefined;
    // Last in line for being given up, as what was asked for last.
    kept.delete(place);
    kept.set(place, {
      ...held,
      ...(fetched.ok && value !== undefined
        ? {
          value,
          freshUntil: clock() + freshFor(fetched.value.headers["cache-control"], bounds),
          sufficed: suffices(value),
        }
        : {}),
      fetching: undefined,
    });
  });
  kept.set(place, { ...held, fetching });
  return fetching;
}

/**
 * A document: the one held where it is fresh and suffices, else fetched, at most once in {@link refetchAfter}. Not to be
 * called inside a unit.
 *
 * @returns undefined where it never could be fetched, or not for longer than {@link staleIfError}.
 */
export async function keptDocument<T>(
  ports: KeepPorts<T>,
  asked: DocumentAsked<T>,
): Promise<T | undefined> {
  const { clock, kept } = ports, { place, suffices = () => true, namedByPublisher = false } = asked;
  const now = clock(), held = kept.get(place);
  const wanting = held?.value === undefined || now >= held.freshUntil || !suffices(held.value);
  if (wanting && held?.fetching) await held.fetching;
  else if (
    wanting &&
    (held ? (namedByPublisher && held.sufficed) || now >= held.triedAt + refetchAfter : makeRoom(kept, now))
  ) {
    await refetch(ports, asked);
  }
  const { value, freshUntil = 0 } = kept.get(place) ?? {};
  return clock() < freshUntil + staleIfError ? value : undefined;
}

/** The places from which nothing could be fetched when this server tried last. */
export const unfetched = (kept: KeptDocuments<unknown>): readonly string[] =>
  [...kept].filter(([, held]) => !held.fetching && held.freshUntil <= held.triedAt).map(([place]) => place);
