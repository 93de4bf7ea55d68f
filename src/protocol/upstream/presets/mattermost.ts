import type { UpstreamPreset } from "./preset.ts";

/** Mattermost, of one server. */
export const mattermost: UpstreamPreset = {
  id: "mattermost",
  name: "Mattermost",
  kind: "oauth2",
  documentation: "https://developers.mattermost.com/integrate/apps/authentication/oauth2/",
  issuer: { example: "https://mattermost.example.com" },
  scopes: [],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "{issuer}/oauth/authorize",
    token_endpoint: "{issuer}/oauth/access_token",
    userinfo_endpoint: "{issuer}/api/v4/users/me",
  },
  person: {
    sub: "id",
    given_name: "first_name",
    family_name: "last_name",
    nickname: "username",
    email: "email",
    email_verified: ["email_verified"],
  },
  quirks: [],
};
