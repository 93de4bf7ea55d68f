import { acrBeyondPassword, offeredAcr } from "../domain/acr.ts";
import { type ClientUpstreams, offersUpstream } from "../domain/client_upstreams.ts";
import type { Standing } from "../op/situation.ts";
import { relyingPartyPaths } from "../protocol/endpoints.ts";
import { activeUpstreams, type UpstreamRow } from "../store/upstreams.ts";
import { readLastUsed } from "./cookies/last_used.ts";
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
  /** Whether this browser signed in with it last. */
  readonly lastUsed: boolean;
  /** Whether it is the way in for some addresses. */
  readonly hasDomains: boolean;
}

/** For whom upstreams are offered. */
export interface UpstreamsAsked {
  /** Whose people are asked; left out where there is no application. */
  readonly client?: ClientUpstreams | undefined;
  /** Whether people have to prove themselves now: an upstream that does not say when they did cannot bring that. */
  readonly recent?: boolean;
  /** Classes of which they have to reach one that no password does; none where a password will do. */
  readonly acr_values?: readonly string[];
}

/** For whom they are offered on the way of an authorization request. */
export const askedIn = ({ client, request, auth_time_required, acr_values }: Standing) => ({
  client,
  recent: auth_time_required > 0,
  acr_values: acrBeyondPassword(acr_values, request.acr_essential ?? false),
} satisfies UpstreamsAsked);

/** The upstreams that people may sign in with. */
export async function offeredUpstreams(
  c: HttpContext,
  { client, recent = false, acr_values = [] }: UpstreamsAsked,
): Promise<readonly UpstreamRow[]> {
  const rows = await activeUpstreams(c.var.provider.store);
  return rows.filter(({ slug, kind, trusted_acr }) =>
    (!client || offersUpstream(client, slug)) && (!recent || kind === "oidc") &&
    (acr_values.length === 0 || offeredAcr(acr_values, trusted_acr).length > 0)
  );
}

/**
 * The ways to sign in with upstreams; first the one that was used last in this browser.
 *
 * @param asked.afterwards The authorization request to go on with, or where to go.
 */
export async function upstreamLinks(
  c: HttpContext,
  { afterwards, ...asked }: UpstreamsAsked & {
    readonly afterwards?: { readonly interaction: string } | { readonly redirect_uri: string };
  } = {},
): Promise<readonly UpstreamLink[]> {
  const used = readLastUsed(c), offered = await offeredUpstreams(c, asked);
  return offered.toSorted((a, b) => Number(b.slug === used) - Number(a.slug === used))
    .map(({ slug, display_name, preset, domains }) => {
      const query = new URLSearchParams({ idp: slug, ...afterwards });
      const href = ownAddress(c, `${relyingPartyPaths.authorize}?${query}`);
      return {
        slug,
        name: display_name,
        preset,
        letters: markLetters(preset),
        href,
        lastUsed: slug === used,
        hasDomains: domains.length > 0,
      };
    });
}
