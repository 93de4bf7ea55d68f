import type { UpstreamPreset } from "./preset.ts";

/** Flickr. It says no address. */
export const flickr: UpstreamPreset = {
  id: "flickr",
  name: "Flickr",
  kind: "oauth1",
  signature_method: "HMAC-SHA1",
  documentation: "https://www.flickr.com/services/api/auth.oauth.html",
  issuer: "https://www.flickr.com",
  scopes: [],
  token_endpoint_auth_method: "none",
  endpoints: {
    temporary_credential_endpoint: "https://www.flickr.com/services/oauth/request_token",
    authorization_endpoint: "https://www.flickr.com/services/oauth/authorize",
    token_endpoint: "https://www.flickr.com/services/oauth/access_token",
    userinfo_endpoint:
      "https://api.flickr.com/services/rest/?method=flickr.test.login&format=json&nojsoncallback=1",
  },
  person: { sub: "user.id", nickname: "user.username._content" },
  quirks: [{ name: "authorize_parameters", parameters: { perms: "read" } }],
};
