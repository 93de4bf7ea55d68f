import type { UpstreamPreset } from "./preset.ts";

/** Discogs. It says no address. */
export const discogs: UpstreamPreset = {
  id: "discogs",
  name: "Discogs",
  kind: "oauth1",
  signature_method: "HMAC-SHA1",
  documentation: "https://www.discogs.com/developers/#page:authentication,header:authentication-oauth-flow",
  issuer: "https://www.discogs.com",
  scopes: [],
  token_endpoint_auth_method: "none",
  endpoints: {
    temporary_credential_endpoint: "https://api.discogs.com/oauth/request_token",
    authorization_endpoint: "https://www.discogs.com/oauth/authorize",
    token_endpoint: "https://api.discogs.com/oauth/access_token",
    userinfo_endpoint: "https://api.discogs.com/oauth/identity",
  },
  person: { sub: "id", nickname: "username" },
  quirks: [],
};
