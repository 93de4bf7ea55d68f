import type { UpstreamPreset } from "./preset.ts";

/** Figma. */
export const figma: UpstreamPreset = {
  id: "figma",
  name: "Figma",
  kind: "oauth2",
  documentation: "https://developers.figma.com/docs/rest-api/authentication",
  issuer: "https://www.figma.com",
  scopes: ["current_user:read"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://www.figma.com/oauth",
    token_endpoint: "https://api.figma.com/v1/oauth/token",
    userinfo_endpoint: "https://api.figma.com/v1/me",
  },
  person: { sub: "id", name: "handle", picture: "img_url", email: "email" },
  quirks: [],
};
