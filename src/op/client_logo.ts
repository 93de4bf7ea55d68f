import { type RasterImage, rasterImage } from "../protocol/raster_image.ts";
import { type ClientLogo, findLogo, saveLogo } from "../store/client_logos.ts";
import { findActiveClient } from "../store/clients.ts";
import { takeAttempt } from "../store/throttle.ts";
import type { Provider } from "./provider.ts";

/** Bytes that a logo may have. */
const maxBytes = 65_536;

/** Seconds for which a logo is shown without being fetched again, and for which none is tried again. */
const freshFor = 86_400, absentFor = 600;

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
  const { store, clock, fetch } = provider, now = clock();
  const uri = (await findActiveClient(store, client_id))?.metadata.logo_uri;
  if (uri === undefined) return undefined;
  const found = await findLogo(store, client_id), kept = found?.uri === uri ? found : undefined;
  if (kept && kept.expires_at > now) return shown(kept);
  if (!await mayFetch(provider, client_id, uri)) return shown(kept);
  const fetched = await fetch(uri, { accept: ["image/png", "image/jpeg"], maxBytes });
  const image = fetched.ok ? rasterImage(fetched.value.body) : undefined;
  // An old one will do while its host is away.
  const body = image ?? (fetched.ok ? undefined : shown(kept));
  await saveLogo(store, client_id, {
    uri,
    type: body?.type ?? "-",
    body: body?.body ?? new Uint8Array(),
    expires_at: now + (image ? freshFor : absentFor),
  });
  return body;
}
