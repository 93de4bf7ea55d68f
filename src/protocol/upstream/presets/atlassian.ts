import type { UpstreamPreset } from "./preset.ts";

/** Atlassian. */
export const atlassian: UpstreamPreset = {
  id: "atlassian",
  name: "Atlassian",
  kind: "oauth2",
  documentation: "https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/",
  issuer: "https://auth.atlassian.com",
  scopes: ["read:me"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://auth.atlassian.com/authorize",
    token_endpoint: "https://auth.atlassian.com/oauth/token",
    userinfo_endpoint: "https://api.atlassian.com/me",
  },
  person: { sub: "account_id", name: "name", nickname: "nickname", picture: "picture", email: "email" },
  quirks: [
    { name: "authorize_parameters", parameters: { audience: "api.atlassian.com", prompt: "consent" } },
    { name: "json_token_request" },
    { name: "offline_scope", scope: "offline_access" },
  ],
};
