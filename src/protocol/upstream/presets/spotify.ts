import type { UpstreamPreset } from "./preset.ts";

/** Spotify. Addresses there are unverified by contract. */
export const spotify: UpstreamPreset = {
  id: "spotify",
  name: "Spotify",
  kind: "oauth2",
  documentation: "https://developer.spotify.com/documentation/web-api/tutorials/code-flow",
  issuer: "https://accounts.spotify.com",
  scopes: ["user-read-email", "user-read-private"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://accounts.spotify.com/authorize",
    token_endpoint: "https://accounts.spotify.com/api/token",
    userinfo_endpoint: "https://api.spotify.com/v1/me",
  },
  person: { sub: "id", name: "display_name", profile: "external_urls.spotify", email: "email" },
  quirks: [],
};
