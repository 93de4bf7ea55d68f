import type { UpstreamPreset } from "./preset.ts";

/** Box. Its login is an address, of which it does not say whether it was verified. */
export const box: UpstreamPreset = {
  id: "box",
  name: "Box",
  kind: "oauth2",
  documentation: "https://developer.box.com/guides/authentication/oauth2/oauth2-setup/",
  issuer: "https://account.box.com",
  // What may be read is set where the application is registered.
  scopes: [],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://account.box.com/api/oauth2/authorize",
    token_endpoint: "https://api.box.com/oauth2/token",
    userinfo_endpoint: "https://api.box.com/2.0/users/me",
  },
  person: { sub: "id", name: "name", picture: "avatar_url", email: "login" },
  quirks: [],
};
