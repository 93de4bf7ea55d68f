import type { UpstreamPreset } from "./preset.ts";

/** Notion. The person is the owner of the bot that the token is for. */
export const notion: UpstreamPreset = {
  id: "notion",
  name: "Notion",
  kind: "oauth2",
  documentation: "https://developers.notion.com/docs/authorization",
  issuer: "https://api.notion.com",
  // What may be read is set where the integration is registered.
  scopes: [],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://api.notion.com/v1/oauth/authorize",
    token_endpoint: "https://api.notion.com/v1/oauth/token",
    userinfo_endpoint: "https://api.notion.com/v1/users/me",
  },
  person: {
    sub: "bot.owner.user.id",
    name: "bot.owner.user.name",
    picture: "bot.owner.user.avatar_url",
    email: "bot.owner.user.person.email",
  },
  quirks: [
    { name: "authorize_parameters", parameters: { owner: "user" } },
    { name: "json_token_request" },
    { name: "api_headers", headers: { "notion-version": "2022-06-28" } },
  ],
};
