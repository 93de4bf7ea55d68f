import { decodeJson } from "../domain/json.ts";
import type { Instant, Seconds } from "../domain/time.ts";
import { freshFor } from "../protocol/cache_control.ts";
import { type ClientJwk, mostJwksBytes, readJwks } from "../protocol/client_jwks.ts";
import type { Provider } from "./provider.ts";

/** What is held of one `jwks_uri`. */
export interface HeldKeys {
  /** The keys of the last answer that was one; undefined until there is one. */
  readonly keys: readonly ClientJwk[] | undefined;
  readonly freshUntil: Instant;
  readonly triedAt: Instant;
  /** Settles once the fetch that is under way has been held. */
  readonly fetching: Promise<void> | undefined;
}

/**
 * The keys behind `jwks_uri`, held by each server for itself: they are public, a server that starts knows none, and
 * reading them from the database would cost each request more than the few further fetches of many servers cost anybody.
 */
export type ClientKeyCache = Map<string, HeldKeys>;

/** Seconds between two fetches from one `jwks_uri`, whatever is presented and whatever was answered. */
export const refetchAfter: Seconds = 60;

/** Seconds for which keys count after an answer that says nothing of it, and the least and the most that one may say. */
const bounds = { usual: 600, least: refetchAfter, most: 3600 } as const;

/** Seconds for which keys go on counting while their place cannot be reached (RFC 5861 section 4). */
export const staleIfError: Seconds = 86_400;

/** Clients whose keys are held at most. */
const mostHeld = 1000;

/** Makes room. @returns whether there is any: what was tried within the last minute keeps its place, so that the minute holds. */
function makeRoom(cache: ClientKeyCache, now: Instant): boolean {
  if (cache.size < mostHeld) return true;
  for (const [place, { triedAt, fetching }] of cache) {
    if (fetching || now < triedAt + refetchAfter) continue;
    cache.delete(place);
    return true;
  }
  return false;
}

/** The places of the tenant's clients from which keys could not be fetched when this server tried last. */
export const unfetchedPlaces = (
  { clientKeys, tenant }: Pick<Provider, "clientKeys" | "tenant">,
): readonly { readonly client_id: string; readonly uri: string }[] =>
  [...clientKeys].filter(([, held]) => !held.fetching && held.freshUntil <= held.triedAt)
    .map(([place]) => JSON.parse(place) as readonly [string, string, string])
    .filter(([id]) => id === tenant.id).map(([, client_id, uri]) => ({ client_id, uri }));

async function fetchKeys(
  { fetch }: Provider,
  uri: string,
): Promise<{ readonly keys: readonly ClientJwk[]; readonly freshFor: Seconds } | undefined> {
  const fetched = await fetch(uri, {
    accept: ["application/jwk-set+json", "application/json"],
    maxBytes: mostJwksBytes,
  });
  if (!fetched.ok) return undefined;
  const { body, headers } = fetched.value, read = readJwks(decodeJson(body));
  return read.ok ? { keys: read.value, freshFor: freshFor(headers["cache-control"], bounds) } : undefined;
}

/** Fetches once, however many wait for it, and holds what came; nothing throws. */
function refetch(provider: Provider, place: string, uri: string): Promise<void> {
  const { clientKeys, clock } = provider, triedAt = clock(), before = clientKeys.get(place);
  const fetching = fetchKeys(provider, uri).then((found) => {
    // Last in line for being given up, as what was asked for last.
    clientKeys.delete(place);
    clientKeys.set(place, {
      keys: found?.keys ?? before?.keys,
      freshUntil: found ? clock() + found.freshFor : before?.freshUntil ?? triedAt,
      triedAt,
      fetching: undefined,
    });
  });
  clientKeys.set(place, {
    keys: before?.keys,
    freshUntil: before?.freshUntil ?? triedAt,
    triedAt,
    fetching,
  });
  return fetching;
}

/**
 * The keys at a `jwks_uri`: those held where they are fresh and suffice, else fetched, at most once a minute. Not to be
 * called inside a unit.
 *
 * @param suffice Whether the key that is looked for is among them.
 * @returns undefined where they never could be fetched, or not for longer than {@link staleIfError}.
 */
export async function keysAt(
  provider: Provider,
  client_id: string,
  { uri, suffice }: { readonly uri: string; readonly suffice: (keys: readonly ClientJwk[]) => boolean },
): Promise<readonly ClientJwk[] | undefined> {
  const { clientKeys, clock, tenant } = provider, now = clock();
  const place = JSON.stringify([tenant.id, client_id, uri]), held = clientKeys.get(place);
  const wanting = !held?.keys || now >= held.freshUntil || !suffice(held.keys);
  if (wanting && held?.fetching) await held.fetching;
  else if (wanting && (held ? now >= held.triedAt + refetchAfter : makeRoom(clientKeys, now))) {
    await refetch(provider, place, uri);
  }
  const { keys, freshUntil = 0 } = clientKeys.get(place) ?? {};
  return clock() < freshUntil + staleIfError ? keys : undefined;
}
