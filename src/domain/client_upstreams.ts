/** Which upstreams a client's people are offered to sign in with. Only an administrator sets it. */
export interface ClientUpstreams {
  /** Slugs; null: each upstream of the tenant. */
  readonly allowed_upstreams: readonly string[] | null;
}

/** So many upstreams a client may name. */
export const mostAllowedUpstreams = 100;

/** Whether a client's people are offered this upstream. Who is signed in already stays so, however that came about. */
export const offersUpstream = ({ allowed_upstreams }: ClientUpstreams, slug: string): boolean =>
  allowed_upstreams?.includes(slug) ?? true;
