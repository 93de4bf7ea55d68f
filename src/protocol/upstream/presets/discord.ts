import type { UpstreamPreset } from "./preset.ts";

/** Discord. */
export const discord: UpstreamPreset = {
  id: "discord",
  name: "Discord",
  kind: "oauth2",
  documentation: "https://discord.com/developers/docs/resources/user",
  issuer: "https://discord.com",
  scopes: ["identify", "email"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://discord.com/oauth2/authorize",
    token_endpoint: "https://discord.com/api/oauth2/token",
    userinfo_endpoint: "https://discord.com/api/users/@me",
  },
  person: {
    sub: "id",
    name: "global_name",
    nickname: "username",
    email: "email",
    email_verified: ["verified"],
  },
  quirks: [],
};
