import type { UpstreamPreset } from "./preset.ts";

/** osu! It says no address. */
export const osu: UpstreamPreset = {
  id: "osu",
  name: "osu!",
  kind: "oauth2",
  documentation: "https://osu.ppy.sh/docs/index.html#authentication",
  issuer: "https://osu.ppy.sh",
  scopes: ["identify"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://osu.ppy.sh/oauth/authorize",
    token_endpoint: "https://osu.ppy.sh/oauth/token",
    userinfo_endpoint: "https://osu.ppy.sh/api/v2/me",
  },
  person: { sub: "id", nickname: "username", picture: "avatar_url" },
  quirks: [],
};
