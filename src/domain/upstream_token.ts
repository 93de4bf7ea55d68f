import type { Instant, Seconds } from "./time.ts";

/** The scope with which somebody's app is given the access tokens that upstreams issued for them. */
export const upstreamTokensScope = "upstream_tokens";

/** How long before its expiry an upstream's access token is exchanged for another one: whoever asks still has to use it. */
const refreshMargin: Seconds = 30;

/** How long one server may take to refresh before another one may try. */
export const refreshLease: Seconds = 30;

/** Whether an upstream's access token is good for whoever asks now. @param expires_at Its expiry. */
export const isFresh = (expires_at: Instant, now: Instant): boolean => expires_at > now + refreshMargin;
