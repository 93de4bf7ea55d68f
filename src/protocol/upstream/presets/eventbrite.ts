import type { UpstreamPreset } from "./preset.ts";

/** Eventbrite. */
export const eventbrite: UpstreamPreset = {
  id: "eventbrite",
  name: "Eventbrite",
  kind: "oauth2",
  documentation: "https://www.eventbrite.com/developer/v3/api_overview/authentication/",
  issuer: "https://www.eventbrite.com",
  scopes: [],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://www.eventbrite.com/oauth/authorize",
    token_endpoint: "https://www.eventbrite.com/oauth/token",
    userinfo_endpoint: "https://www.eventbriteapi.com/v3/users/me/",
  },
  person: { sub: "id", name: "name", given_name: "first_name", family_name: "last_name" },
  quirks: [
    { name: "mail_in_list", list: "emails", email: "email", primary: "primary", verified: "verified" },
  ],
};
