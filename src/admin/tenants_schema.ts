import Type from "typebox";
import { tenantHost, tenantSlug } from "../domain/tenant.ts";
import { mergePatchSchema } from "./merge_patch.ts";
import { pageSchema } from "./page.ts";
import { closed } from "./resource.ts";
import { displayNameMember } from "./tenant_schema.ts";

const slug = Type.String({
  description: "The end of its issuer, which is the server's own with /t/ and this",
  pattern: `^${tenantSlug}$`,
  examples: ["acme"],
});

const host = Type.String({
  description:
    "A host name that it has for itself, with the port where that is not 443: its issuer is https:// and this then, and it answers nowhere else",
  pattern: tenantHost,
  examples: ["id.acme.example"],
});

const enabled = Type.Boolean({
  description: "Whether anything answers under its issuer, and whether its tokens count",
  default: true,
});

const changeable = { display_name: Type.Optional(displayNameMember), enabled: Type.Optional(enabled) };

/** A tenant to be made. What its issuer is made of never changes. */
export const newTenant = Type.Object({ slug, host: Type.Optional(host), ...changeable }, {
  title: "NewTenant",
  additionalProperties: false,
});

/** What may be changed of a tenant. */
export const changedTenant = closed(changeable);

/** A change of a tenant. */
export const tenantEntryPatch = mergePatchSchema(changedTenant, "TenantEntryPatch");

/** A tenant as it is shown to who looks after all of them. */
export const tenantEntry = Type.Object({
  slug,
  host: Type.Union([host, Type.Null()]),
  issuer: Type.String({ description: "The issuer identifier" }),
  display_name: Type.Union([displayNameMember, Type.Null()]),
  enabled,
  created_at: Type.String({ format: "date-time" }),
}, { title: "TenantEntry", additionalProperties: false });

/** A page of tenants. */
export const tenantPage = pageSchema("tenants", tenantEntry);

/** The parameters of a tenant's path. */
export const tenantParams = closed({ slug });
