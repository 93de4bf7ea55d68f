import type { UpstreamPreset } from "./preset.ts";

/** Facebook. It does not say whether an address was verified. Its addresses name a version of the API, which is retired some day. */
export const facebook: UpstreamPreset = {
  id: "facebook",
  name: "Facebook",
  kind: "oauth2",
  documentation: "https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow",
  issuer: "https://www.facebook.com",
  scopes: ["public_profile", "email"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://www.facebook.com/v24.0/dialog/oauth",
    token_endpoint: "https://graph.facebook.com/v24.0/oauth/access_token",
    userinfo_endpoint: "https://graph.facebook.com/v24.0/me?fields=id,name,email,picture",
  },
  person: { sub: "id", name: "name", picture: "picture.data.url", email: "email" },
  quirks: [],
};
