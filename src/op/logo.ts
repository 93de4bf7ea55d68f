import type { Instant } from "../domain/time.ts";
import { type RasterImage, rasterImage } from "../protocol/client/raster_image.ts";
import type { Provider } from "./provider.ts";

/** Bytes that a logo may have. */
const maxBytes = 65_536;

/** Seconds for which a logo is shown without being fetched again, and for which none is tried again. */
const freshFor = 86_400, absentFor = 600;

/** A logo as it was fetched last. */
export interface FetchedLogo {
  /** Where it was fetched from. */
  readonly uri: string;
  /** Undefined: there was none to be had. */
  readonly image: RasterImage | undefined;
  readonly expires_at: Instant;
}

/**
 * The logo at an address as it is shown: as it is held while that is fresh, and then as whoever holds it gets it anew.
 *
 * @param held What is held, from whatever address.
 * @param renewed Gets it anew, where that is due. @param before What was had from the same address.
 */
export async function shownLogo(
  { uri, held, now }: { readonly uri: string; readonly held: FetchedLogo | undefined; readonly now: Instant },
  renewed: (before: RasterImage | undefined) => Promise<RasterImage | undefined>,
): Promise<RasterImage | undefined> {
  const before = held?.uri === uri ? held : undefined;
  return before && before.expires_at > now ? before.image : await renewed(before?.image);
}

/**
 * Fetches a logo, of which nothing is kept but its pixels.
 *
 * @param before What was fetched from there before: it will do while its host is away.
 */
export async function fetchLogo(
  { fetch, clock }: Provider,
  uri: string,
  before: RasterImage | undefined,
): Promise<FetchedLogo> {
  const fetched = await fetch(uri, { accept: ["image/png", "image/jpeg"], maxBytes });
  const image = fetched.ok ? rasterImage(fetched.value.body) : undefined;
  const expires_at = clock() + (image ? freshFor : absentFor);
  return { uri, image: image ?? (fetched.ok ? undefined : before), expires_at };
}
