import type { UpstreamPreset } from "./preset.ts";

/** TikTok. */
export const tiktok: UpstreamPreset = {
  id: "tiktok",
  name: "TikTok",
  kind: "oauth2",
  documentation: "https://developers.tiktok.com/doc/login-kit-web/",
  issuer: "https://www.tiktok.com",
  scopes: ["user.info.basic", "user.info.profile"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://www.tiktok.com/v2/auth/authorize/",
    token_endpoint: "https://open.tiktokapis.com/v2/oauth/token/",
    userinfo_endpoint: "https://open.tiktokapis.com/v2/user/info/?fields=open_id,display_name,avatar_url",
  },
  person: { sub: "data.user.open_id", name: "data.user.display_name", picture: "data.user.avatar_url" },
  quirks: [{ name: "client_id_name", parameter: "client_key" }, { name: "comma_scopes" }],
};
