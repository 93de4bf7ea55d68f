import type { UpstreamPreset } from "./preset.ts";

/** WordPress.com. */
export const wordpress: UpstreamPreset = {
  id: "wordpress",
  name: "WordPress.com",
  kind: "oauth2",
  documentation: "https://developer.wordpress.com/docs/oauth2/",
  issuer: "https://public-api.wordpress.com",
  scopes: ["auth"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://public-api.wordpress.com/oauth2/authorize",
    token_endpoint: "https://public-api.wordpress.com/oauth2/token",
    userinfo_endpoint: "https://public-api.wordpress.com/rest/v1/me",
  },
  person: { sub: "ID", name: "display_name", picture: "avatar_URL", email: "email" },
  quirks: [],
};
