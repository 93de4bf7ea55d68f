import type { PresetFixture } from "./fixture.ts";

const world = "https://login.microsoftonline.com", government = "https://login.microsoftonline.us";
const tid = "72f988bf-86f1-41af-91ab-2d7cd011db47", sub = "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ";

/** As its documentation shows it. @param tenant What stands in its addresses: a tenant's id, or `common` for all of them. */
const entra = (host: string, tenant: string): PresetFixture => ({
  store_tokens: true,
  authorize: { scope: "openid profile email offline_access", code_challenge_method: "S256" },
  metadata: {
    authorization_endpoint: `${host}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${host}/${tenant}/oauth2/v2.0/token`,
    userinfo_endpoint: "https://graph.microsoft.com/oidc/userinfo",
    jwks_uri: `${host}/${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    request_uri_parameter_supported: false,
    tenant_region_scope: null,
    cloud_instance_name: host.slice("https://login.".length),
  },
  token: { by: "post", as: "form", client_id: "client_id", rotates: true },
  tokens: {
    access_token: "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.e30.c2ln",
    token_type: "Bearer",
    expires_in: 3599,
    refresh_token: "AwABAAAAvPM1KaPlrEqdFSBzjqfTGAMxZGUTdM0t4B4",
    scope: "openid profile email",
  },
  id_token: {
    sub,
    tid,
    oid: "00000000-0000-0000-66f3-3332eca7ea81",
    ver: "2.0",
    name: "Ada Lovelace",
    preferred_username: "ada@people.example",
    email: "ada@people.example",
    xms_edov: true,
  },
  api: {
    "https://graph.microsoft.com/oidc/userinfo": {
      method: "GET",
      answer: {
        sub,
        name: "Ada Lovelace",
        picture: "https://graph.microsoft.com/v1.0/me/photo/$value",
      },
    },
  },
  person: { sub, claims: { name: "Ada Lovelace" }, email: null },
});

/** All tenants of a cloud, who speak for others whose addresses nobody vouches for. */
const common = (host: string): PresetFixture => ({
  ...entra(host, "common"),
  issuer: `${host}/common/v2.0`,
  stated: { issuer: `${host}/{tenantid}/v2.0`, iss: `${host}/${tid}/v2.0` },
});

const ofOne = entra(world, tid);

/** All of them; and elsewhere one alone, and all of another cloud. */
export const microsoft: PresetFixture = {
  ...common(world),
  elsewhere: {
    ...ofOne,
    issuer: `${world}/${tid}/v2.0`,
    person: { ...ofOne.person, email: "ada@people.example" },
    elsewhere: common(government),
  },
};
