import { defaultTenant } from "../domain/tenant.ts";
import type { TenantPolicy } from "../domain/tenant_policy.ts";
import type { Instant } from "../domain/time.ts";
import type { Provider } from "../op/provider.ts";
import { findTenant } from "../store/tenants.ts";
import type { Deployment } from "./deployment.ts";

/** Seconds for which one server goes on with a policy that it read. */
const freshFor = 1;

/** Opens the default tenant for a request; its policy is read again at most once a second. */
export function tenantOpener(deployment: Deployment): () => Promise<Provider> {
  const { issuer, db, clock, random, derive, keys, pairwise, fetch, fetchRules, post, clientKeys, sealKeys } =
    deployment;
  let read: { readonly at: Instant; readonly policy: TenantPolicy } | undefined;
  return async () => {
    const now = clock();
    if (!read || now >= read.at + freshFor || now < read.at) {
      const row = await findTenant(db, defaultTenant);
      if (!row) throw new Error("The default tenant is missing");
      read = { at: now, policy: row.policy };
    }
    return {
      tenant: { id: defaultTenant, issuer, policy: read.policy },
      store: { db, tenant: defaultTenant },
      clock,
      random,
      derive: derive[0],
      keys,
      fetch,
      fetchRules,
      post,
      pairwise,
      clientKeys,
      requestObjects: deployment.requestObjects,
      sealKeys,
    };
  };
}
