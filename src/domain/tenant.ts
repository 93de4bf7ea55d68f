import { machine } from "./machine.ts";
import type { TenantPolicy } from "./tenant_policy.ts";

/** A tenant as flows see it. */
export interface Tenant {
  readonly id: string;
  /** The issuer identifier: configured, and the start of every URL that is emitted. */
  readonly issuer: string;
  readonly policy: TenantPolicy;
}

/** The tenant whose issuer is the server's own. */
export const defaultTenant = "default";

/** What a tenant's issuer may end in, and nothing else: exactly these bytes, never escaped (RFC 3986 section 6.2.2). */
export const tenantSlug = "[a-z0-9-]{1,40}";

/** A host name that a tenant may have for itself: one that DNS gives, in lower case, with its port where there is one. */
export const tenantHost =
  "^(?=[^:]{3,253}(?::|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9][0-9]{0,4})?$";

/** Whether a text is such a host name, and one that an address keeps as it is written. */
export const isTenantHost = (text: string): boolean =>
  new RegExp(tenantHost).test(text) && URL.parse(`https://${text}`)?.host === text;

/**
 * The issuer identifier of a tenant. It never changes: applications know their people by it.
 *
 * @param server The server's own issuer, which is the default tenant's.
 * @param tenant slug: empty for the default tenant; host: the host name that the tenant has for itself.
 * @see OpenID Connect Discovery section 3, RFC 8414 section 2
 */
export function tenantIssuer(
  server: string,
  { slug, host }: { readonly slug: string; readonly host: string | null },
): string {
  if (host !== null) return `https://${host}`;
  return slug === "" ? server : `${server}/t/${slug}`;
}

/** A tenant. Nothing is answered for one that is disabled, and no token of it counts until it is enabled again. */
export const tenant = machine({
  name: "tenant",
  key: ["id"],
  initial: "active",
  cells: {
    active: { disable: "disabled", enable: "!enabled" },
    disabled: { disable: "!disabled", enable: "active" },
  },
  guards: { disable: [], enable: [] },
  trail: ["slug"],
});
