import { unfetched } from "../outbound/kept_document.ts";
import { keptJwks } from "../outbound/kept_jwks.ts";
import type { ClientJwk } from "../protocol/client/client_jwks.ts";
import type { Provider } from "./provider.ts";

/** The places of the tenant's clients from which keys could not be fetched when this server tried last. */
export const unfetchedPlaces = (
  { clientKeys, tenant }: Pick<Provider, "clientKeys" | "tenant">,
): readonly { readonly client_id: string; readonly uri: string }[] =>
  unfetched(clientKeys)
    .map((place) => JSON.parse(place) as readonly [string, string, string])
    .filter(([id]) => id === tenant.id).map(([, client_id, uri]) => ({ client_id, uri }));

/** The keys at a client's `jwks_uri`. @see keptJwks */
export const keysAt = (
  { fetch, clock, clientKeys, tenant }: Provider,
  client_id: string,
  { uri, suffices }: { readonly uri: string; readonly suffices: (keys: readonly ClientJwk[]) => boolean },
): Promise<readonly ClientJwk[] | undefined> =>
  keptJwks({ fetch, clock, kept: clientKeys }, {
    url: uri,
    place: JSON.stringify([tenant.id, client_id, uri]),
    suffices,
  });
