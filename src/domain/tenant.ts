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
