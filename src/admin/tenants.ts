import { ok } from "../domain/result.ts";
import { isTenantHost, tenantIssuer } from "../domain/tenant.ts";
import { newTenant as makeTenant } from "../op/new_tenant.ts";
import { inUnit } from "../store/tenant_store.ts";
import {
  findTenantBySlug,
  listTenants,
  lockTenant,
  moveTenant,
  savePolicy,
  type TenantRow,
} from "../store/tenants.ts";
import { instantText } from "./instant_text.ts";
import { mergePatch } from "./merge_patch.ts";
import { pageQuery, readPage } from "./page.ts";
import { refuse, refuseMembers } from "./problem.ts";
import { closed, resource } from "./resource.ts";
import { newTenant, tenantEntry, tenantEntryPatch, tenantPage, tenantParams } from "./tenants_schema.ts";

/** The tenants are looked after at the server's own issuer, whose tenant is none of them: nothing stops that one. */
const here = { defaultTenantOnly: true } as const;

const noTenant = (slug: string) =>
  refuse("not_found", `There is no tenant ${slug} (GET /api/v1/tenants lists those that there are)`);

const showEntry = (server: string, row: TenantRow) => ({
  slug: row.slug,
  host: row.host,
  issuer: tenantIssuer(server, row),
  display_name: row.policy.display_name ?? null,
  enabled: row.state === "active",
  created_at: instantText(row.created_at),
});

/** `POST /tenants` makes a tenant. */
export const createTenantResource = resource({
  ...here,
  method: "POST",
  path: "/tenants",
  operationId: "createTenant",
  summary: "Make a tenant with an issuer, keys, clients, people and a policy of its own",
  body: newTenant,
  answer: { status: 201, schema: tenantEntry },
  refusals: ["taken"],
  handle: async ({ keyPorts, tenant }, { body: { slug, host, display_name, enabled = true } }) => {
    if (host !== undefined && (!isTenantHost(host) || host === new URL(tenant.issuer).host)) {
      const detail = "must be a host name in lower case that is not the server's own";
      return refuseMembers([{ pointer: "/host", detail }]);
    }
    const policy = display_name === undefined ? {} : { display_name };
    const made = await makeTenant(keyPorts, { slug, host: host ?? null, policy, enabled });
    if (!made.ok) return refuse("taken", "Another tenant has the slug or the host");
    return ok({ status: 201, body: showEntry(tenant.issuer, made.value), location: `/tenants/${slug}` });
  },
});

/** `GET /tenants` lists the tenants beside the server's own. */
export const listTenantsResource = resource({
  ...here,
  method: "GET",
  path: "/tenants",
  operationId: "listTenants",
  summary: "List the tenants beside the server's own, by slug",
  query: closed(pageQuery),
  answer: { status: 200, schema: tenantPage },
  handle: async ({ store, tenant }, { query }) => {
    const { rows, next } = await readPage(query, (page) => listTenants(store.db, page), (row) => row.slug);
    return ok({ status: 200, body: { tenants: rows.map((row) => showEntry(tenant.issuer, row)), next } });
  },
});

/** `GET /tenants/{slug}` shows a tenant. */
export const showTenantEntryResource = resource({
  ...here,
  method: "GET",
  path: "/tenants/{slug}",
  operationId: "showTenantEntry",
  summary: "Show a tenant",
  params: tenantParams,
  answer: { status: 200, schema: tenantEntry },
  refusals: ["not_found"],
  handle: async ({ store, tenant }, { params: { slug } }) => {
    const row = await findTenantBySlug(store.db, slug);
    return row ? ok({ status: 200, body: showEntry(tenant.issuer, row) }) : noTenant(slug);
  },
});

/** `PATCH /tenants/{slug}` changes a tenant. A disabled one answers nothing, and its tokens do not count, until it is enabled. */
export const amendTenantEntryResource = resource({
  ...here,
  method: "PATCH",
  path: "/tenants/{slug}",
  operationId: "amendTenantEntry",
  summary: "Change, stop or start a tenant by a JSON Merge Patch (RFC 7396)",
  params: tenantParams,
  body: tenantEntryPatch,
  answer: { status: 200, schema: tenantEntry },
  refusals: ["not_found"],
  handle: ({ store, tenant, clock }, { params: { slug }, body }) =>
    inUnit(store, async ({ db }) => {
      const row = await lockTenant(db, slug);
      if (!row) return noTenant(slug);
      const { enabled, ...named } = body as {
        readonly enabled?: boolean | null;
        readonly display_name?: unknown;
      };
      await savePolicy(db, row.id, mergePatch(row.policy, named) as TenantRow["policy"]);
      // Refused where it is so already, which is what was asked for.
      if (enabled !== undefined) {
        await moveTenant(db, row.id, enabled === false ? "disable" : "enable", clock());
      }
      const changed = await lockTenant(db, slug);
      return ok({ status: 200, body: showEntry(tenant.issuer, changed!) });
    }),
});
