import type { UpstreamPreset } from "./preset.ts";

/** Trello. It says no address to whoever may only read. */
export const trello: UpstreamPreset = {
  id: "trello",
  name: "Trello",
  kind: "oauth1",
  signature_method: "HMAC-SHA1",
  documentation: "https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/",
  issuer: "https://trello.com",
  scopes: [],
  token_endpoint_auth_method: "none",
  endpoints: {
    temporary_credential_endpoint: "https://trello.com/1/OAuthGetRequestToken",
    authorization_endpoint: "https://trello.com/1/OAuthAuthorizeToken",
    token_endpoint: "https://trello.com/1/OAuthGetAccessToken",
    userinfo_endpoint: "https://api.trello.com/1/members/me",
  },
  person: { sub: "id", name: "fullName", nickname: "username", profile: "url" },
  // What it calls us, what we may do, and for how long: only who somebody is is asked for.
  quirks: [{
    name: "authorize_parameters",
    parameters: { name: "Latchkey", scope: "read", expiration: "1hour" },
  }],
};
