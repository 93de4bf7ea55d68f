import Type from "typebox";
import { ok } from "../domain/result.ts";
import { defaultTenant } from "../domain/tenant.ts";
import { adminLinkResource } from "./admin_link.ts";
import { amendClientResource } from "./amend_client.ts";
import { amendUserResource } from "./amend_user.ts";
import { disableClientResource, enableClientResource, rotateSecretResource } from "./client_states.ts";
import {
  createClientResource,
  deleteClientResource,
  listClientsResource,
  showClientResource,
} from "./clients.ts";
import { doctorResource } from "./doctor.ts";
import { examineUpstreamResource } from "./examine_upstream.ts";
import {
  createInitialAccessTokenResource,
  listInitialAccessTokensResource,
  revokeInitialAccessTokenResource,
} from "./initial_access_tokens.ts";
import { compromiseKeyResource, listKeysResource, rotateKeysResource } from "./keys.ts";
import { openApiDocument } from "./openapi.ts";
import { showRefusalResource } from "./refusals.ts";
import { type AdminResource, resource } from "./resource.ts";
import { setPasswordLinkResource } from "./set_password_link.ts";
import { showSubjectResource } from "./subjects.ts";
import { amendTenantResource, showTenantResource } from "./tenant.ts";
import {
  amendTenantEntryResource,
  createTenantResource,
  listTenantsResource,
  showTenantEntryResource,
} from "./tenants.ts";
import {
  amendUpstreamResource,
  createUpstreamResource,
  deleteUpstreamResource,
  listUpstreamsResource,
  showUpstreamResource,
} from "./upstreams.ts";
import { showUpstreamTokensResource } from "./upstream_tokens.ts";
import { createUserResource, eraseUserResource, listUsersResource, showUserResource } from "./users.ts";

/** `GET /openapi.json` is this list as OpenAPI. */
const openApiResource = resource({
  method: "GET",
  path: "/openapi.json",
  operationId: "describe",
  summary: "This description (OpenAPI 3.1)",
  answer: { status: 200, schema: Type.Object({}) },
  handle: ({ tenant }) =>
    Promise.resolve(ok({ status: 200, body: openApiDocument(resourcesOf(tenant.id), tenant.issuer) })),
});

/** Every method of every resource of the admin API. The routes and the OpenAPI document are made from it. */
export const adminResources: readonly AdminResource[] = [
  createClientResource,
  listClientsResource,
  showClientResource,
  amendClientResource,
  deleteClientResource,
  rotateSecretResource,
  disableClientResource,
  enableClientResource,
  showSubjectResource,
  createInitialAccessTokenResource,
  listInitialAccessTokensResource,
  revokeInitialAccessTokenResource,
  createUserResource,
  listUsersResource,
  adminLinkResource,
  showUserResource,
  amendUserResource,
  eraseUserResource,
  setPasswordLinkResource,
  showUpstreamTokensResource,
  createTenantResource,
  listTenantsResource,
  showTenantEntryResource,
  amendTenantEntryResource,
  createUpstreamResource,
  listUpstreamsResource,
  showUpstreamResource,
  amendUpstreamResource,
  deleteUpstreamResource,
  examineUpstreamResource,
  showTenantResource,
  amendTenantResource,
  listKeysResource,
  rotateKeysResource,
  compromiseKeyResource,
  showRefusalResource,
  doctorResource,
  openApiResource,
];

/** The rows that there are under a tenant's issuer. */
export const resourcesOf = (tenant: string): readonly AdminResource[] =>
  adminResources.filter(({ defaultTenantOnly }) => !defaultTenantOnly || tenant === defaultTenant);
