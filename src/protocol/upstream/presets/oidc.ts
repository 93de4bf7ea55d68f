import type { UpstreamPreset } from "./preset.ts";

const usual = ["openid", "profile", "email"];

/** Ready-made upstreams that are OpenID Providers with a discovery document. */
export const oidcPresets: readonly UpstreamPreset[] = [
  {
    id: "battlenet",
    name: "Battle.net",
    kind: "oidc",
    documentation: "https://develop.battle.net/documentation/guides/using-oauth",
    issuer: "https://oauth.battle.net",
    scopes: ["openid"],
    token_endpoint_auth_method: "client_secret_post",
    quirks: [],
  },
  {
    id: "google",
    name: "Google",
    kind: "oidc",
    documentation: "https://developers.google.com/identity/openid-connect/openid-connect",
    issuer: "https://accounts.google.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_basic",
    quirks: [{
      // Without the consent, only the first sign-in ever brings a refresh token.
      name: "offline_parameters",
      parameters: { access_type: "offline", prompt: "consent" },
    }],
  },
  {
    id: "gitlab",
    name: "GitLab",
    kind: "oidc",
    documentation: "https://docs.gitlab.com/integration/openid_connect_provider/",
    issuer: "https://gitlab.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_basic",
    quirks: [],
  },
  {
    id: "huggingface",
    name: "Hugging Face",
    kind: "oidc",
    documentation: "https://huggingface.co/docs/hub/en/oauth",
    issuer: "https://huggingface.co",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_basic",
    quirks: [],
  },
  {
    id: "linkedin",
    name: "LinkedIn",
    kind: "oidc",
    documentation:
      "https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2",
    issuer: "https://www.linkedin.com/oauth",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_post",
    quirks: [
      { name: "nonce_not_echoed" },
      { name: "without_pkce" },
      { name: "declined_by", errors: ["user_cancelled_login", "user_cancelled_authorize"] },
    ],
  },
  {
    id: "roblox",
    name: "Roblox",
    kind: "oidc",
    documentation: "https://create.roblox.com/docs/cloud/auth/oauth2-overview",
    // Its slash at the end is part of it.
    issuer: "https://apis.roblox.com/oauth/",
    scopes: ["openid", "profile"],
    token_endpoint_auth_method: "client_secret_post",
    quirks: [],
  },
  {
    id: "salesforce",
    name: "Salesforce",
    kind: "oidc",
    documentation:
      "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid_discovery_endpoint.htm",
    issuer: "https://login.salesforce.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_post",
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    id: "salesforce-sandbox",
    name: "Salesforce Sandbox",
    kind: "oidc",
    documentation:
      "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid_discovery_endpoint.htm",
    issuer: "https://test.salesforce.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_post",
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    id: "slack",
    name: "Slack",
    kind: "oidc",
    documentation: "https://docs.slack.dev/authentication/sign-in-with-slack/",
    issuer: "https://slack.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_post",
    quirks: [],
  },
  {
    id: "twitch",
    name: "Twitch",
    kind: "oidc",
    documentation: "https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/",
    issuer: "https://id.twitch.tv/oauth2",
    scopes: ["openid", "user:read:email"],
    token_endpoint_auth_method: "client_secret_post",
    quirks: [{
      // It says nothing of a person that is not asked for by name.
      name: "authorize_parameters",
      parameters: {
        claims: JSON.stringify({
          id_token: { email: null, email_verified: null, picture: null },
          userinfo: { email: null, email_verified: null, picture: null },
        }),
      },
    }],
  },
  {
    id: "vercel",
    name: "Vercel",
    kind: "oidc",
    documentation: "https://vercel.com/docs/sign-in-with-vercel/authorization-server-api",
    issuer: "https://vercel.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_post",
    quirks: [{ name: "offline_scope", scope: "offline_access" }],
  },
  {
    id: "vipps",
    name: "Vipps MobilePay",
    kind: "oidc",
    documentation:
      "https://developer.vippsmobilepay.com/docs/APIs/login-api/api-guide/browser-flow-integration",
    // Its slash at the end is part of it.
    issuer: "https://api.vipps.no/access-management-1.0/access/",
    scopes: ["openid", "name", "email"],
    token_endpoint_auth_method: "client_secret_basic",
    quirks: [],
  },
  {
    id: "yahoo",
    name: "Yahoo",
    kind: "oidc",
    documentation: "https://developer.yahoo.com/oauth2/guide/openid_connect/getting_started.html",
    issuer: "https://api.login.yahoo.com",
    scopes: usual,
    token_endpoint_auth_method: "client_secret_basic",
    quirks: [],
  },
];
