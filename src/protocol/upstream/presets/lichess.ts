import type { UpstreamPreset } from "./preset.ts";

/** Lichess. Applications are not registered there and have no secret: take any name as the client_id. */
export const lichess: UpstreamPreset = {
  id: "lichess",
  name: "Lichess",
  kind: "oauth2",
  documentation: "https://lichess.org/api#tag/OAuth",
  issuer: "https://lichess.org",
  scopes: [],
  token_endpoint_auth_method: "none",
  endpoints: {
    authorization_endpoint: "https://lichess.org/oauth",
    token_endpoint: "https://lichess.org/api/token",
    userinfo_endpoint: "https://lichess.org/api/account",
  },
  person: { sub: "id", nickname: "username", profile: "url" },
  quirks: [],
};
