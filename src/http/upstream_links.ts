import type { UpstreamRow } from "../store/upstreams.ts";
import type { HttpContext } from "./env.ts";

/** A way to sign in with somebody else's server. */
export interface UpstreamLink {
  readonly slug: string;
  readonly name: string;
  readonly href: string;
}

/** The ways to sign in with upstreams. @param interaction The authorization request to go on with, where there is one. */
export const upstreamLinks = (
  c: HttpContext,
  rows: readonly UpstreamRow[],
  interaction?: string,
): readonly UpstreamLink[] =>
  rows.map(({ slug, display_name }) => {
    const query = new URLSearchParams({ idp: slug, ...(interaction === undefined ? {} : { interaction }) });
    return {
      slug,
      name: display_name,
      href: `${c.var.provider.tenant.issuer}/rp/authorize?${query}`,
    };
  });
