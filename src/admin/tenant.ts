import { fetchTarget, targetWords } from "../domain/fetch_target.ts";
import { ok } from "../domain/result.ts";
import { standardScopes } from "../domain/scope.ts";
import type { TenantPolicy } from "../domain/tenant_policy.ts";
import { allowedDomainsFault } from "../protocol/client/sign_up_rules.ts";
import { type PlacedFault, validate } from "../protocol/validate.ts";
import { lockPolicy, savePolicy } from "../store/tenants.ts";
import { inUnit } from "../store/tenant_store.ts";
import type { AdminPorts } from "./admin_ports.ts";
import { currentPolicy } from "./current_policy.ts";
import { mergePatch } from "./merge_patch.ts";
import { refuseMembers } from "./problem.ts";
import { resource } from "./resource.ts";
import { policyPatch, policySchema, showTenant, tenantSchema } from "./tenant_schema.ts";

/** `GET /tenant` shows the policy in force. */
export const showTenantResource = resource({
  method: "GET",
  path: "/tenant",
  operationId: "showTenant",
  summary: "Show the tenant's policy, defaults included",
  answer: { status: 200, schema: tenantSchema },
  handle: async (ports) =>
    ok({ status: 200, body: showTenant(ports.tenant.issuer, await currentPolicy(ports)) }),
});

/** What is wrong with members of a policy beside others, and at this issuer. */
function policyFaults(
  { scopes = [], open_scopes = [], embedded_sign_in = false, branding: { logo_uri } = {}, ...policy }:
    TenantPolicy,
  { tenant: { issuer }, fetchRules }: Pick<AdminPorts, "tenant" | "fetchRules">,
): readonly PlacedFault[] {
  const standard: readonly string[] = standardScopes;
  const logo = logo_uri === undefined ? undefined : fetchTarget(logo_uri, fetchRules);
  const { sign_up = null, allowed_domains = null } = policy;
  const domains = allowedDomainsFault({ sign_up, allowed_domains });
  return [
    ...domains === undefined ? [] : [{ pointer: "/allowed_domains", detail: domains }],
    ...logo?.ok === false ? [{ pointer: "/branding/logo_uri", detail: targetWords[logo.error] }] : [],
    // Browsers take a cookie for frames of other sites over https alone (RFC 6265bis section 5.7).
    ...embedded_sign_in && !issuer.startsWith("https:")
      ? [{ pointer: "/embedded_sign_in", detail: "must be false where the issuer is not https" }]
      : [],
    ...scopes.flatMap((scope, at) =>
      !standard.includes(scope) ? [] : [{
        pointer: `/scopes/${at}`,
        detail: `must not be a standard scope, which every tenant has: ${standardScopes.join(", ")}`,
      }]
    ),
    ...open_scopes.flatMap((scope, at) =>
      scopes.includes(scope) ? [] : [{ pointer: `/open_scopes/${at}`, detail: "must be one of scopes" }]
    ),
  ];
}

/** `PATCH /tenant` changes the policy; null gives a member its default again. */
export const amendTenantResource = resource({
  method: "PATCH",
  path: "/tenant",
  operationId: "amendTenant",
  summary: "Change the tenant's policy by a JSON Merge Patch (RFC 7396); null restores a default",
  body: policyPatch,
  answer: { status: 200, schema: tenantSchema },
  handle: (ports, { body }) =>
    inUnit(ports.store, async ({ db }) => {
      const { tenant } = ports;
      const merged = validate(policySchema, mergePatch(await lockPolicy(db, tenant.id), body));
      if (!merged.ok) return refuseMembers(merged.error);
      const policy = merged.value as TenantPolicy;
      const faults = policyFaults(policy, ports);
      if (faults.length > 0) return refuseMembers(faults);
      await savePolicy(db, tenant.id, policy);
      return ok({ status: 200, body: showTenant(tenant.issuer, policy) });
    }),
});
