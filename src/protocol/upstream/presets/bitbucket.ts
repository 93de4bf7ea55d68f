import type { UpstreamPreset } from "./preset.ts";

/** Bitbucket. Addresses are a call of their own. */
export const bitbucket: UpstreamPreset = {
  id: "bitbucket",
  name: "Bitbucket",
  kind: "oauth2",
  documentation: "https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/",
  issuer: "https://bitbucket.org",
  scopes: ["account", "email"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://bitbucket.org/site/oauth2/authorize",
    token_endpoint: "https://bitbucket.org/site/oauth2/access_token",
    userinfo_endpoint: "https://api.bitbucket.org/2.0/user",
  },
  person: { sub: "uuid", name: "display_name", picture: "links.avatar.href" },
  quirks: [{
    name: "second_call_for_mail",
    endpoint: "https://api.bitbucket.org/2.0/user/emails",
    list: "values",
    email: "email",
    primary: "is_primary",
    verified: "is_confirmed",
  }],
};
