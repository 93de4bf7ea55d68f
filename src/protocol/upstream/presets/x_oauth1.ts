import type { UpstreamPreset } from "./preset.ts";

/** X, by OAuth 1.0a: it says the address, which by OAuth 2 it does not. */
export const xOauth1: UpstreamPreset = {
  id: "x-oauth1",
  name: "X",
  kind: "oauth1",
  signature_method: "HMAC-SHA1",
  documentation: "https://docs.x.com/x-for-websites/log-in-with-x/guides/implementing-sign-in-with-x",
  issuer: "https://api.x.com",
  scopes: [],
  token_endpoint_auth_method: "none",
  endpoints: {
    temporary_credential_endpoint: "https://api.x.com/oauth/request_token",
    authorization_endpoint: "https://api.x.com/oauth/authenticate",
    token_endpoint: "https://api.x.com/oauth/access_token",
    userinfo_endpoint:
      "https://api.x.com/1.1/account/verify_credentials.json?include_email=true&include_entities=false&skip_status=true",
  },
  person: {
    sub: "id_str",
    name: "name",
    nickname: "screen_name",
    picture: "profile_image_url_https",
    email: "email",
  },
  quirks: [{ name: "only_verified_mail" }],
};
