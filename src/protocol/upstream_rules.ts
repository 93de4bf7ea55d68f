import { type FetchRules, fetchTarget, targetWords } from "../domain/fetch_target.ts";
import type { Upstream } from "../domain/upstream.ts";
import type { PlacedFault } from "./validate.ts";

/** An upstream as it would be, as far as its members bind one another. */
export interface JudgedUpstream extends
  Pick<
    Upstream,
    | "issuer"
    | "token_endpoint_auth_method"
    | "scopes"
    | "trust_email"
    | "sign_up"
    | "allowed_domains"
    | "link_by_email"
  > {
  readonly has_secret: boolean;
}

/** What members of an upstream demand of one another. */
interface UpstreamRule {
  readonly pointer: string;
  /** @returns what is wrong, after the member's name; undefined where it is right. */
  readonly fault: (upstream: JudgedUpstream, rules: FetchRules) => string | undefined;
}

/** Every rule, in the order of the members. */
export const upstreamRules: readonly UpstreamRule[] = [
  {
    pointer: "/issuer",
    fault: ({ issuer }, rules) => {
      const target = fetchTarget(issuer, rules);
      if (!target.ok) return targetWords[target.error];
      // OpenID Connect Discovery section 3
      return /[?#]/.test(issuer) ? "must have no query and no fragment" : undefined;
    },
  },
  {
    pointer: "/client_secret",
    fault: ({ token_endpoint_auth_method: method, has_secret }) =>
      method !== "none" && !has_secret
        ? `is needed where token_endpoint_auth_method is ${method}`
        : undefined,
  },
  {
    pointer: "/token_endpoint_auth_method",
    fault: ({ token_endpoint_auth_method: method, has_secret }) =>
      method === "none" && has_secret ? "must not be none where there is a client_secret" : undefined,
  },
  {
    // OpenID Connect Core section 3.1.2.1
    pointer: "/scopes",
    fault: ({ scopes }) => scopes.includes("openid") ? undefined : "must have openid",
  },
  {
    pointer: "/sign_up",
    fault: ({ sign_up, trust_email }) =>
      (sign_up === "domains" || sign_up === "invited") && !trust_email
        ? `must be free or never where trust_email is false: ${sign_up} goes by addresses`
        : undefined,
  },
  {
    pointer: "/allowed_domains",
    fault: ({ sign_up, allowed_domains }) => {
      if (sign_up === "domains" && allowed_domains.length === 0) return "is needed where sign_up is domains";
      return sign_up !== "domains" && allowed_domains.length > 0
        ? "must be empty where sign_up is not domains"
        : undefined;
    },
  },
  {
    pointer: "/link_by_email",
    fault: ({ link_by_email, trust_email }) =>
      link_by_email && !trust_email ? "must be false where trust_email is false" : undefined,
  },
];

/** What is wrong with an upstream, at each member. */
export const upstreamFaults = (upstream: JudgedUpstream, rules: FetchRules): readonly PlacedFault[] =>
  upstreamRules.flatMap(({ pointer, fault }) => {
    const detail = fault(upstream, rules);
    return detail === undefined ? [] : [{ pointer, detail }];
  });
