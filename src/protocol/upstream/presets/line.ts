import type { UpstreamPreset } from "./preset.ts";

/** LINE Login. Addresses need a permission of the channel, and LINE does not say that one was verified. */
export const line: UpstreamPreset = {
  id: "line",
  name: "LINE",
  kind: "oidc",
  documentation: "https://developers.line.biz/en/docs/line-login/verify-id-token/",
  issuer: "https://access.line.me",
  scopes: ["openid", "profile"],
  token_endpoint_auth_method: "client_secret_post",
  quirks: [{ name: "id_token_by_secret" }],
};
