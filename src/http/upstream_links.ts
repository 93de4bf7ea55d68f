import { type ClientUpstreams, offersUpstream } from "../domain/client_upstreams.ts";
import { activeUpstreams } from "../store/upstreams.ts";
import type { HttpContext } from "./env.ts";
import { markLetters } from "./mark_letters.ts";
import { ownAddress } from "./own_address.ts";

/** A way to sign in with somebody else's server. */
export interface UpstreamLink {
  readonly slug: string;
  readonly name: string;
  /** The ready-made one that it is; `-` where it is none. */
  readonly preset: string;
  /** Of its mark. */
  readonly letters: string;
  readonly href: string;
}

/**
 * The ways to sign in with upstreams.
 *
 * @param client Whose people are asked; left out where there is no application.
 * @param interaction The authorization request to go on with, where there is one.
 * @param recent Whether people have to prove themselves now: an upstream that does not say when they did cannot bring that.
 */
export async function upstreamLinks(
  c: HttpContext,
  { client, interaction, recent = false }: {
    readonly client?: ClientUpstreams | undefined;
    readonly interaction?: string;
    readonly recent?: boolean;
  } = {},
): Promise<readonly UpstreamLink[]> {
  const rows = await activeUpstreams(c.var.provider.store);
  const offered = rows.filter(({ slug, kind }) =>
    (!client || offersUpstream(client, slug)) && (!recent || kind === "oidc")
  );
  return offered.map(({ slug, display_name, preset }) => {
    const query = new URLSearchParams({ idp: slug, ...(interaction === undefined ? {} : { interaction }) });
    return {
      slug,
      name: display_name,
      preset,
      letters: markLetters(preset),
      href: ownAddress(c, `/rp/authorize?${query}`),
    };
  });
}
