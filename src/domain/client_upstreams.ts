import { none } from "./machine.ts";

/** Which upstreams a client's people are offered to sign in with. Only an administrator sets it. */
export interface ClientUpstreams {
  /** Slugs; null: each upstream of the tenant. */
  readonly allowed_upstreams: readonly string[] | null;
}

/** What nothing narrows. */
export const everyUpstream: ClientUpstreams = { allowed_upstreams: null };

/** So many upstreams a client may name. */
export const mostAllowedUpstreams = 100;

/** Whether a client's people may sign in with this upstream. */
export const offersUpstream = ({ allowed_upstreams }: ClientUpstreams, slug: string): boolean =>
  allowed_upstreams?.includes(slug) ?? true;

/**
 * Whether a client takes a session: not one that was signed in to last with an upstream that it does not offer, wherever
 * that began. No client refuses a password.
 *
 * @param signed_in_by The upstream; `-`: a password.
 * @param slugs Of the upstreams that there are, by their ids.
 */
export const takesSession = (
  client: ClientUpstreams,
  signed_in_by: string,
  slugs: ReadonlyMap<string, string>,
): boolean => {
  if (client.allowed_upstreams === null || signed_in_by === none) return true;
  const slug = slugs.get(signed_in_by);
  return slug !== undefined && offersUpstream(client, slug);
};
