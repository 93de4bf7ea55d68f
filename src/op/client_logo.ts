import type { RasterImage } from "../protocol/client/raster_image.ts";
import { type ClientLogo, findLogo, saveLogo } from "../store/client_logos.ts";
import { findActiveClient } from "../store/clients.ts";
import { takeAttempt } from "../store/throttle.ts";
import { type FetchedLogo, fetchLogo, shownLogo } from "./logo.ts";
import type { Provider } from "./provider.ts";

/** How often logos are fetched: of one client, from one host, and altogether. Whoever looks at a page decides when. */
const rates = {
  client: { burst: 2, interval: 300 },
  host: { burst: 20, interval: 30 },
  all: { burst: 100, interval: 2 },
} as const;

async function mayFetch({ store, clock }: Provider, client_id: string, uri: string): Promise<boolean> {
  const now = clock();
  return await takeAttempt(store, `logo/client/${client_id.slice(0, 200)}`, rates.client, now) === 0 &&
    await takeAttempt(store, `logo/host/${new URL(uri).host}`, rates.host, now) === 0 &&
    await takeAttempt(store, "logo", rates.all, now) === 0;
}

const heldIn = ({ uri, type, body, expires_at }: ClientLogo): FetchedLogo => ({
  uri,
  image: body.length > 0 ? { type: type as RasterImage["type"], body } : undefined,
  expires_at,
});

/**
 * Finds a client's logo, which is fetched once a day at most, so that no page of ours sends people's browsers to
 * anybody else.
 *
 * @returns undefined where the client has none, or none that can be had or shown.
 * @see RFC 7591 section 5, OpenID Connect Dynamic Client Registration section 9.1
 */
export async function clientLogo(provider: Provider, client_id: string): Promise<RasterImage | undefined> {
  const { store, clock } = provider;
  const uri = (await findActiveClient(store, client_id))?.metadata.logo_uri;
  if (uri === undefined) return undefined;
  const row = await findLogo(store, client_id), held = row && heldIn(row);
  return await shownLogo({ uri, held, now: clock() }, async (before) => {
    if (!await mayFetch(provider, client_id, uri)) return before;
    const { image, expires_at } = await fetchLogo(provider, uri, before);
    const { type = "-", body = new Uint8Array() } = image ?? {};
    await saveLogo(store, client_id, { uri, type, body, expires_at });
    return image;
  });
}
