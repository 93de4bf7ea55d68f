import type { UpstreamPreset } from "./preset.ts";

/** Wikimedia: an account of Wikipedia and its sisters. */
export const wikimedia: UpstreamPreset = {
  id: "wikimedia",
  name: "Wikimedia",
  kind: "oauth2",
  documentation: "https://www.mediawiki.org/wiki/OAuth/For_Developers",
  issuer: "https://meta.wikimedia.org",
  // What may be read is set where the application is registered.
  scopes: [],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://meta.wikimedia.org/w/rest.php/oauth2/authorize",
    token_endpoint: "https://meta.wikimedia.org/w/rest.php/oauth2/access_token",
    userinfo_endpoint: "https://meta.wikimedia.org/w/rest.php/oauth2/resource/profile",
  },
  person: {
    sub: "sub",
    name: "realname",
    nickname: "username",
    email: "email",
    email_verified: ["confirmed_email"],
  },
  quirks: [],
};
