import type { UpstreamPreset } from "./preset.ts";

/** VK ID. An application has no secret: PKCE ties the code to us, and the device that VK names to the code. */
export const vk: UpstreamPreset = {
  id: "vk",
  name: "VK",
  kind: "oauth2",
  documentation:
    "https://id.vk.com/about/business/go/docs/en/vkid/latest/vk-id/connection/api-integration/api-description",
  issuer: "https://id.vk.com",
  scopes: ["vkid.personal_info", "email"],
  token_endpoint_auth_method: "none",
  endpoints: {
    authorization_endpoint: "https://id.vk.com/authorize",
    token_endpoint: "https://id.vk.com/oauth2/auth",
    userinfo_endpoint: "https://id.vk.com/oauth2/user_info",
  },
  person: {
    sub: "user.user_id",
    given_name: "user.first_name",
    family_name: "user.last_name",
    picture: "user.avatar",
    email: "user.email",
  },
  quirks: [
    { name: "response_parameters", parameters: ["device_id", "state"] },
    { name: "userinfo_parameters", sent: "form", parameters: ["access_token", "client_id"] },
  ],
};
