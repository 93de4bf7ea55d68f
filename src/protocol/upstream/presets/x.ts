import type { UpstreamPreset } from "./preset.ts";

/** X, by OAuth 2. */
export const x: UpstreamPreset = {
  id: "x",
  name: "X",
  kind: "oauth2",
  documentation: "https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token",
  issuer: "https://x.com",
  scopes: ["tweet.read", "users.read"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://x.com/i/oauth2/authorize",
    token_endpoint: "https://api.x.com/2/oauth2/token",
    userinfo_endpoint: "https://api.x.com/2/users/me?user.fields=profile_image_url",
  },
  person: {
    sub: "data.id",
    name: "data.name",
    nickname: "data.username",
    picture: "data.profile_image_url",
  },
  quirks: [{ name: "offline_scope", scope: "offline.access" }],
};
