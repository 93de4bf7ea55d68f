import type { UpstreamPreset } from "./preset.ts";

/** Zoom. What it calls verified is an account, not its address. */
export const zoom: UpstreamPreset = {
  id: "zoom",
  name: "Zoom",
  kind: "oauth2",
  documentation: "https://developers.zoom.us/docs/integrations/oauth/",
  issuer: "https://zoom.us",
  // What may be read is set where the application is registered.
  scopes: [],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://zoom.us/oauth/authorize",
    token_endpoint: "https://zoom.us/oauth/token",
    userinfo_endpoint: "https://api.zoom.us/v2/users/me",
  },
  person: {
    sub: "id",
    name: "display_name",
    given_name: "first_name",
    family_name: "last_name",
    picture: "pic_url",
    email: "email",
  },
  quirks: [],
};
