import type { UpstreamPreset } from "./preset.ts";

/** Mastodon, of one server. It says no address. */
export const mastodon: UpstreamPreset = {
  id: "mastodon",
  name: "Mastodon",
  kind: "oauth2",
  documentation: "https://docs.joinmastodon.org/client/authorized/",
  issuer: { example: "https://mastodon.example.com" },
  scopes: ["read:accounts"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "{issuer}/oauth/authorize",
    token_endpoint: "{issuer}/oauth/token",
    userinfo_endpoint: "{issuer}/api/v1/accounts/verify_credentials",
  },
  person: { sub: "id", name: "display_name", nickname: "username", profile: "url", picture: "avatar" },
  quirks: [],
};
