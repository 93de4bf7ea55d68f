import type { TenantPolicy } from "../domain/tenant_policy.ts";
import { findTenant } from "../store/tenants.ts";
import type { AdminPorts } from "./admin_ports.ts";

/** The tenant's policy, read afresh: what a request carries may be a moment old. */
export async function currentPolicy({ store, tenant }: AdminPorts): Promise<TenantPolicy> {
  const row = await findTenant(store.db, tenant.id);
  return row?.policy ?? tenant.policy;
}
