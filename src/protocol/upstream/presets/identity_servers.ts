import type { UpstreamPreset } from "./preset.ts";

/** What they have in common: they do all that OpenID Connect asks for, each with an issuer of its operator's. */
const usual = {
  kind: "oidc",
  scopes: ["openid", "profile", "email"],
  token_endpoint_auth_method: "client_secret_basic",
  quirks: [],
} as const;

/** Ready-made upstreams that everybody runs, or rents, for themselves, with a discovery document at their issuer. */
export const identityServers: readonly UpstreamPreset[] = [
  {
    ...usual,
    id: "auth0",
    name: "Auth0",
    documentation:
      "https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery",
    // Its slash at the end is part of it.
    issuer: { example: "https://example.eu.auth0.com/" },
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    ...usual,
    id: "authelia",
    name: "Authelia",
    documentation: "https://www.authelia.com/integration/openid-connect/introduction/",
    issuer: { example: "https://auth.example.com" },
  },
  {
    ...usual,
    id: "authentik",
    name: "authentik",
    documentation: "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/",
    // Its slash at the end is part of it.
    issuer: { example: "https://authentik.example.com/application/o/latchkey/" },
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    ...usual,
    id: "cognito",
    name: "Amazon Cognito",
    documentation: "https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html",
    issuer: { example: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE" },
    // Its userinfo says so by a text.
    quirks: [{ name: "email_verified_by", claim: "email_verified", values: [true, "true"] }],
  },
  {
    ...usual,
    id: "fusionauth",
    name: "FusionAuth",
    documentation: "https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/endpoints",
    // As the tenant is set there: what it begins with is no address.
    issuer: { example: "https://example.fusionauth.io" },
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    ...usual,
    id: "gitea",
    name: "Gitea",
    documentation: "https://docs.gitea.com/development/oauth2-provider",
    // Whether there is a slash at its end depends on the version.
    issuer: { example: "https://gitea.example.com" },
  },
  {
    ...usual,
    id: "gitlab-self-managed",
    name: "GitLab",
    documentation: "https://docs.gitlab.com/integration/openid_connect_provider/",
    issuer: { example: "https://gitlab.example.com" },
  },
  {
    ...usual,
    id: "keycloak",
    name: "Keycloak",
    documentation: "https://www.keycloak.org/securing-apps/oidc-layers",
    issuer: { example: "https://keycloak.example.com/realms/example" },
  },
  {
    ...usual,
    id: "kinde",
    name: "Kinde",
    documentation: "https://docs.kinde.com/developer-tools/about/using-kinde-without-an-sdk/",
    issuer: { example: "https://example.kinde.com" },
    token_endpoint_auth_method: "client_secret_post",
  },
  {
    ...usual,
    id: "logto",
    name: "Logto",
    documentation:
      "https://docs.logto.io/integrate-logto/third-party-applications/oidc-oauth-third-party-applications",
    issuer: { example: "https://example.logto.app/oidc" },
  },
  {
    ...usual,
    id: "okta",
    name: "Okta",
    documentation: "https://developer.okta.com/docs/reference/api/oidc/",
    issuer: { example: "https://example.okta.com" },
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    ...usual,
    id: "onelogin",
    name: "OneLogin",
    documentation: "https://developers.onelogin.com/openid-connect/api/provider-config",
    issuer: { example: "https://example.onelogin.com/oidc/2" },
  },
  {
    ...usual,
    id: "ory",
    name: "Ory",
    documentation: "https://www.ory.com/docs/oauth2-oidc/wellknown-endpoint-discovery",
    issuer: { example: "https://example.projects.oryapis.com" },
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    ...usual,
    id: "pingone",
    name: "PingOne",
    documentation: "https://docs.pingidentity.com/pingone/integrations/p1_discovery_document_uri.html",
    issuer: { example: "https://auth.pingone.eu/3072206d-c6ce-4c19-a366-f87e972c7cc3/as" },
  },
  {
    ...usual,
    id: "salesforce-my-domain",
    name: "Salesforce",
    documentation:
      "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid_discovery_endpoint.htm",
    issuer: { example: "https://example.my.salesforce.com" },
    token_endpoint_auth_method: "client_secret_post",
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    ...usual,
    id: "zitadel",
    name: "ZITADEL",
    documentation: "https://zitadel.com/docs/apis/openidoauth/endpoints",
    issuer: { example: "https://example.zitadel.cloud" },
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
];
