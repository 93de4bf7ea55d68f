import type { UpstreamPreset } from "./preset.ts";

/** AniList. Who somebody is is asked for in GraphQL, and there is no address. */
export const anilist: UpstreamPreset = {
  id: "anilist",
  name: "AniList",
  kind: "oauth2",
  documentation: "https://docs.anilist.co/guide/auth/authorization-code",
  issuer: "https://anilist.co",
  scopes: [],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://anilist.co/api/v2/oauth/authorize",
    token_endpoint: "https://anilist.co/api/v2/oauth/token",
    userinfo_endpoint: "https://graphql.anilist.co",
  },
  person: { sub: "data.Viewer.id", nickname: "data.Viewer.name" },
  quirks: [
    { name: "json_token_request" },
    { name: "userinfo_by_graphql", query: "{ Viewer { id name } }" },
  ],
};
