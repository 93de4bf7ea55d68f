import type { UpstreamPreset } from "./preset.ts";

/** 42, the school. */
export const fortyTwo: UpstreamPreset = {
  id: "42-school",
  name: "42",
  kind: "oauth2",
  documentation: "https://api.intra.42.fr/apidoc/guides/web_application_flow",
  issuer: "https://api.intra.42.fr",
  scopes: ["public"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://api.intra.42.fr/oauth/authorize",
    token_endpoint: "https://api.intra.42.fr/oauth/token",
    userinfo_endpoint: "https://api.intra.42.fr/v2/me",
  },
  person: {
    sub: "id",
    name: "usual_full_name",
    given_name: "first_name",
    family_name: "last_name",
    nickname: "login",
    email: "email",
  },
  quirks: [],
};
