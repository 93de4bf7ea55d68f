import type { UpstreamPreset } from "./preset.ts";

/** Dropbox. Who somebody is is asked for by POST. */
export const dropbox: UpstreamPreset = {
  id: "dropbox",
  name: "Dropbox",
  kind: "oauth2",
  documentation:
    "https://www.dropbox.com/developers/documentation/http/documentation#users-get_current_account",
  issuer: "https://www.dropbox.com",
  scopes: ["account_info.read"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://www.dropbox.com/oauth2/authorize",
    token_endpoint: "https://api.dropboxapi.com/oauth2/token",
    userinfo_endpoint: "https://api.dropboxapi.com/2/users/get_current_account",
  },
  person: {
    sub: "account_id",
    name: "name.display_name",
    given_name: "name.given_name",
    family_name: "name.surname",
    picture: "profile_photo_url",
    email: "email",
    email_verified: ["email_verified"],
  },
  quirks: [
    { name: "userinfo_by_post" },
    { name: "offline_parameters", parameters: { token_access_type: "offline" } },
  ],
};
