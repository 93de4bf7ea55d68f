import type { RasterImage } from "../protocol/client/raster_image.ts";
import { type FetchedLogo, fetchLogo, shownLogo } from "./logo.ts";
import type { Provider } from "./provider.ts";

/** The tenant's own logo, held by each server for itself: there is one, and an administrator chose where it is. */
export interface HeldLogo {
  logo?: FetchedLogo | undefined;
  /** The fetch that is under way, and from where. */
  fetching?: { readonly uri: string; readonly done: Promise<FetchedLogo> } | undefined;
}

/**
 * Finds the tenant's logo, which is fetched once a day at most, and once for all who ask meanwhile. Never inside a unit.
 *
 * @returns undefined where the tenant has none, or none that can be had or shown.
 */
export async function tenantLogo(provider: Provider): Promise<RasterImage | undefined> {
  const { tenant, clock, heldLogo } = provider, uri = tenant.policy.branding?.logo_uri;
  if (uri === undefined) return undefined;
  return await shownLogo({ uri, held: heldLogo.logo, now: clock() }, async (before) => {
    if (heldLogo.fetching?.uri !== uri) {
      heldLogo.fetching = { uri, done: fetchLogo(provider, uri, before) };
    }
    const { fetching } = heldLogo;
    try {
      heldLogo.logo = await fetching.done;
      return heldLogo.logo.image;
    } finally {
      if (heldLogo.fetching === fetching) heldLogo.fetching = undefined;
    }
  });
}
