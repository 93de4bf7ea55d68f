import type { UpstreamPreset } from "./preset.ts";

/** Jira, of one's own. It does not say whether an address was verified. */
export const jira: UpstreamPreset = {
  id: "jira",
  name: "Jira",
  kind: "oauth1",
  signature_method: "RSA-SHA1",
  documentation: "https://developer.atlassian.com/server/jira/platform/oauth/",
  issuer: { example: "https://jira.example.com" },
  scopes: [],
  token_endpoint_auth_method: "none",
  endpoints: {
    temporary_credential_endpoint: "{issuer}/plugins/servlet/oauth/request-token",
    authorization_endpoint: "{issuer}/plugins/servlet/oauth/authorize",
    token_endpoint: "{issuer}/plugins/servlet/oauth/access-token",
    userinfo_endpoint: "{issuer}/rest/api/2/myself",
  },
  // The name that people sign in with there can change, the key cannot.
  person: { sub: "key", name: "displayName", nickname: "name", email: "emailAddress" },
  quirks: [{ name: "declined_verifier", verifier: "denied" }],
};
