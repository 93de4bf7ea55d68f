import type { UpstreamPreset } from "./preset.ts";

/** Reddit. It says no address. */
export const reddit: UpstreamPreset = {
  id: "reddit",
  name: "Reddit",
  kind: "oauth2",
  documentation: "https://github.com/reddit-archive/reddit/wiki/OAuth2",
  issuer: "https://www.reddit.com",
  scopes: ["identity"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://www.reddit.com/api/v1/authorize",
    token_endpoint: "https://www.reddit.com/api/v1/access_token",
    userinfo_endpoint: "https://oauth.reddit.com/api/v1/me",
  },
  person: { sub: "id", nickname: "name" },
  quirks: [{ name: "offline_parameters", parameters: { duration: "permanent" } }],
};
