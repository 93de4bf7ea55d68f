import type { Client } from "./client_metadata.ts";
import { type ClientOrigin, isVouchedFor } from "./client_origin.ts";
import type { TenantPolicy } from "./tenant_policy.ts";
import { upstreamTokensScope } from "./upstream_token.ts";

/** Scopes with a meaning of their own (OpenID Connect Core section 5.4 and 11). */
export const standardScopes = ["openid", "profile", "email", "phone", "address", "offline_access"] as const;

/** Scopes that people are told of in words of ours: the standard ones, and those that mean something at this server. */
export const describedScopes: readonly string[] = [...standardScopes, upstreamTokensScope];

/** Splits a scope parameter; order is kept and repetitions are dropped (RFC 6749 section 3.3). */
export const parseScope = (
  text: string,
): readonly string[] => [...new Set(text.split(" ").filter((part) => part !== ""))];

/** Whether a text is a list of scope tokens by the grammar of RFC 6749 section 3.3. */
export const isScopeList = (text: string): boolean =>
  /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(text);

/** Every scope that the tenant offers. */
export const tenantScopes = (
  policy: TenantPolicy,
): readonly string[] => [...standardScopes, ...(policy.scopes ?? [])];

/** The scopes that a client may have for which nobody vouches: the standard ones, and what the tenant opens to all. */
export const openScopes = (policy: TenantPolicy): readonly string[] => [
  ...standardScopes,
  ...(policy.open_scopes ?? []).filter((scope) => policy.scopes?.includes(scope)),
];

/** The scopes that a client may ask for: those of its record, else all of the tenant's. */
export function allowedScopes(
  client: { readonly origin: ClientOrigin; readonly metadata: { readonly scope?: string } },
  policy: TenantPolicy,
): readonly string[] {
  const registered = client.metadata.scope === undefined
    ? tenantScopes(policy)
    : parseScope(client.metadata.scope);
  if (isVouchedFor(client)) return registered;
  const open = openScopes(policy);
  return registered.filter((scope) => open.includes(scope));
}

/** What is asked for, sorted by whether the client may have it. Unknown scopes are neither. */
export interface AskedScopes {
  readonly granted: readonly string[];
  /** The tenant has them, but this client may not ask for them. */
  readonly forbidden: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Sorts the scopes of a request.
 *
 * In an authorization request unknown ones are ignored (OpenID Connect Core section 3.1.2.1); forbidden ones are
 * refused. `offline_access` counts only for a client that may use refresh tokens (section 11).
 */
export function sortScopes(asked: readonly string[], client: Client, policy: TenantPolicy): AskedScopes {
  const allowed = allowedScopes(client, policy), offered = tenantScopes(policy);
  const mayRefresh = client.metadata.grant_types.includes("refresh_token");
  return {
    granted: asked.filter((scope) => allowed.includes(scope) && (scope !== "offline_access" || mayRefresh)),
    forbidden: asked.filter((scope) => !allowed.includes(scope) && offered.includes(scope)),
    unknown: asked.filter((scope) => !allowed.includes(scope) && !offered.includes(scope)),
  };
}
