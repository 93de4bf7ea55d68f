import type { UpstreamPreset } from "./preset.ts";

/** Nextcloud. Its tokens may do whatever the person may: ask for one only where its operator is trusted. */
export const nextcloud: UpstreamPreset = {
  id: "nextcloud",
  name: "Nextcloud",
  kind: "oauth2",
  documentation: "https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/oauth2.html",
  issuer: { example: "https://cloud.example.com" },
  scopes: [],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "{issuer}/apps/oauth2/authorize",
    token_endpoint: "{issuer}/apps/oauth2/api/v1/token",
    userinfo_endpoint: "{issuer}/ocs/v2.php/cloud/user?format=json",
  },
  person: { sub: "ocs.data.id", name: "ocs.data.displayname", email: "ocs.data.email" },
  quirks: [{ name: "api_headers", headers: { "ocs-apirequest": "true" } }],
};
