import type { RasterImage } from "../protocol/raster_image.ts";
import { type ClientLogo, findLogo, saveLogo } from "../store/client_logos.ts";
import { findActiveClient } from "../store/clients.ts";
import { takeAttempt } from "../store/throttle.ts";
import { fetchLogo } from "./fetch_logo.ts";
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

const shown = (logo: ClientLogo | undefined): RasterImage | undefined =>
  logo && logo.body.length > 0 ? { type: logo.type as RasterImage["type"], body: logo.body } : undefined;

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
  const found = await findLogo(store, client_id), kept = found?.uri === uri ? found : undefined;
  if (kept && kept.expires_at > clock()) return shown(kept);
  if (!await mayFetch(provider, client_id, uri)) return shown(kept);
  const { image, expires_at } = await fetchLogo(provider, uri, shown(kept));
  const { type = "-", body = new Uint8Array() } = image ?? {};
  await saveLogo(store, client_id, { uri, type, body, expires_at });
  return image;
}
