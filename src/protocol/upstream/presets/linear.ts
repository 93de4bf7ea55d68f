import type { UpstreamPreset } from "./preset.ts";

/** Linear. Who somebody is is asked for in GraphQL. */
export const linear: UpstreamPreset = {
  id: "linear",
  name: "Linear",
  kind: "oauth2",
  documentation: "https://linear.app/developers/oauth-2-0-authentication",
  issuer: "https://linear.app",
  scopes: ["read"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://linear.app/oauth/authorize",
    token_endpoint: "https://api.linear.app/oauth/token",
    userinfo_endpoint: "https://api.linear.app/graphql",
  },
  person: {
    sub: "data.viewer.id",
    name: "data.viewer.name",
    nickname: "data.viewer.displayName",
    picture: "data.viewer.avatarUrl",
    email: "data.viewer.email",
  },
  quirks: [
    { name: "comma_scopes" },
    { name: "userinfo_by_graphql", query: "{ viewer { id name displayName avatarUrl email } }" },
  ],
};
