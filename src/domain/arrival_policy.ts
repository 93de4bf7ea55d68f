import { signUpPolicies, type SignUpPolicy, type UpstreamPolicy } from "./upstream.ts";

/** What a tenant or a client takes from what an upstream's people may; null: it says nothing. Only administrators set it. */
export interface ArrivalLimits {
  readonly sign_up: SignUpPolicy | null;
  /** Domains of addresses, in lower case, where `sign_up` is `domains`. */
  readonly allowed_domains: readonly string[] | null;
  readonly link_by_email: boolean | null;
}

/** Limits that take nothing. */
export const noLimits: ArrivalLimits = { sign_up: null, allowed_domains: null, link_by_email: null };

/** Limits that leave nothing but to sign in to an account that the identity is linked with. */
export const nobodyNew: ArrivalLimits = { sign_up: "never", allowed_domains: null, link_by_email: false };

const narrowest = (policies: readonly SignUpPolicy[]): SignUpPolicy =>
  signUpPolicies.findLast((policy) => policies.includes(policy)) ?? "free";

/**
 * What holds for somebody who arrives: of what the upstream, the tenant and the client say of each thing, the narrowest. A
 * domain is allowed where every one of them allows it that goes by domains. Whether the upstream's word on addresses counts
 * is said of the upstream alone.
 *
 * @param limits Of the tenant, and of the client for which somebody arrives, where there is one.
 */
export function arrivalPolicy(upstream: UpstreamPolicy, limits: readonly ArrivalLimits[]): UpstreamPolicy {
  const all = [upstream, ...limits];
  const byDomains = all.filter(({ sign_up }) => sign_up === "domains");
  const [first, ...others] = byDomains.map(({ allowed_domains }) => allowed_domains ?? []);
  return {
    ...upstream,
    sign_up: narrowest(all.flatMap(({ sign_up }) => sign_up ?? [])),
    allowed_domains: (first ?? []).filter((domain) => others.every((domains) => domains.includes(domain))),
    link_by_email: all.every(({ link_by_email }) => link_by_email ?? true),
  };
}
