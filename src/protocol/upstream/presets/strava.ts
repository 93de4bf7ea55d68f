import type { UpstreamPreset } from "./preset.ts";

/** Strava. It says no address. */
export const strava: UpstreamPreset = {
  id: "strava",
  name: "Strava",
  kind: "oauth2",
  documentation: "https://developers.strava.com/docs/authentication/",
  issuer: "https://www.strava.com",
  scopes: ["read"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://www.strava.com/oauth/authorize",
    token_endpoint: "https://www.strava.com/api/v3/oauth/token",
    userinfo_endpoint: "https://www.strava.com/api/v3/athlete",
  },
  person: {
    sub: "id",
    given_name: "firstname",
    family_name: "lastname",
    nickname: "username",
    picture: "profile",
  },
  quirks: [{ name: "comma_scopes" }],
};
