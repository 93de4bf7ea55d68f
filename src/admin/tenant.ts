import Type from "typebox";
import { ok } from "../domain/result.ts";
import { standardScopes } from "../domain/scope.ts";
import { lifetime, type Lifetimes, lifetimes, type TenantPolicy } from "../domain/tenant_policy.ts";
import { findTenant, lockPolicy, savePolicy } from "../store/tenants.ts";
import { inUnit } from "../store/tenant_store.ts";
import { mergePatch, mergePatchSchema } from "./merge_patch.ts";
import { refuseMembers } from "./problem.ts";
import { closed, resource } from "./resource.ts";
import { validate } from "../protocol/validate.ts";

const names = Object.keys(lifetimes) as (keyof Lifetimes)[];

const lifetimeMembers = Object.fromEntries(
  names.map((name) => {
    const { default: usual, least, most } = lifetimes[name];
    return [name, Type.Integer({ description: "Seconds", default: usual, minimum: least, maximum: most })];
  }),
);

const policyMembers = {
  display_name: Type.String({ description: "What people see of the tenant", minLength: 1, maxLength: 200 }),
  require_pkce: Type.Boolean({ description: "PKCE for clients that say nothing of it", default: true }),
  scopes: Type.Array(
    Type.String({
      pattern: "^[\\x21\\x23-\\x5b\\x5d-\\x7e]+$",
      maxLength: 200,
      examples: ["invoices.read"],
    }),
    { description: "Scopes beside the standard ones", maxItems: 200, uniqueItems: true },
  ),
};

/** The policy as it is stored: what is absent has its default. */
const policySchema = Type.Partial(
  closed({
    ...policyMembers,
    lifetimes: Type.Partial(closed(lifetimeMembers), { additionalProperties: false }),
  }),
  { additionalProperties: false },
);
const policyPatch = mergePatchSchema(policySchema, "TenantPatch");

const tenantSchema = Type.Object({
  issuer: Type.String({ description: "The issuer identifier; configured, not set here" }),
  ...policyMembers,
  display_name: Type.Union([policyMembers.display_name, Type.Null()]),
  lifetimes: closed(lifetimeMembers),
}, { title: "Tenant", additionalProperties: false });

/** A tenant as the API shows it: the values in force. */
const showTenant = (issuer: string, policy: TenantPolicy) => ({
  issuer,
  display_name: policy.display_name ?? null,
  require_pkce: policy.require_pkce ?? true,
  scopes: policy.scopes ?? [],
  lifetimes: Object.fromEntries(names.map((name) => [name, lifetime(policy, name)])),
});

/** `GET /tenant` shows the policy in force. */
export const showTenantResource = resource({
  method: "GET",
  path: "/tenant",
  operationId: "showTenant",
  summary: "Show the tenant's policy, defaults included",
  answer: { status: 200, schema: tenantSchema },
  handle: async ({ store, tenant }) => {
    // Read afresh: what a request carries may be a moment old.
    const now = await findTenant(store.db, tenant.id);
    return ok({ status: 200, body: showTenant(tenant.issuer, now?.policy ?? tenant.policy) });
  },
});

/** `PATCH /tenant` changes the policy; null gives a member its default again. */
export const amendTenantResource = resource({
  method: "PATCH",
  path: "/tenant",
  operationId: "amendTenant",
  summary: "Change the tenant's policy by a JSON Merge Patch (RFC 7396); null restores a default",
  body: policyPatch,
  answer: { status: 200, schema: tenantSchema },
  handle: ({ store, tenant }, { body }) =>
    inUnit(store, async ({ db }) => {
      const merged = validate(policySchema, mergePatch(await lockPolicy(db, tenant.id), body));
      if (!merged.ok) return refuseMembers(merged.error);
      const policy = merged.value as TenantPolicy;
      const standard = (policy.scopes ?? []).flatMap((scope, at) =>
        (standardScopes as readonly string[]).includes(scope) ? [at] : []
      );
      if (standard.length > 0) {
        const detail = `must not be a standard scope, which every tenant has: ${standardScopes.join(", ")}`;
        return refuseMembers(standard.map((at) => ({ pointer: `/scopes/${at}`, detail })));
      }
      await savePolicy(db, tenant.id, policy);
      return ok({ status: 200, body: showTenant(tenant.issuer, policy) });
    }),
});
