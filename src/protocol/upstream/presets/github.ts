import type { UpstreamPreset } from "./preset.ts";

/** What a profile shows as its address is what its owner chose, verified or not; so addresses are a call of their own. */
const usual = {
  kind: "oauth2",
  scopes: ["read:user", "user:email"],
  token_endpoint_auth_method: "client_secret_post",
  person: {
    sub: "id",
    name: "name",
    nickname: "login",
    profile: "html_url",
    picture: "avatar_url",
  },
} as const;

const addresses = {
  name: "second_call_for_mail",
  email: "email",
  primary: "primary",
  verified: "verified",
} as const;

/** GitHub. */
export const github: UpstreamPreset = {
  ...usual,
  id: "github",
  name: "GitHub",
  documentation: "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps",
  issuer: "https://github.com",
  endpoints: {
    authorization_endpoint: "https://github.com/login/oauth/authorize",
    token_endpoint: "https://github.com/login/oauth/access_token",
    userinfo_endpoint: "https://api.github.com/user",
  },
  quirks: [{ ...addresses, endpoint: "https://api.github.com/user/emails" }],
};

/** GitHub, on a server of one's own. */
export const githubEnterprise: UpstreamPreset = {
  ...usual,
  id: "github-enterprise",
  name: "GitHub Enterprise",
  documentation:
    "https://docs.github.com/en/enterprise-server@latest/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps",
  issuer: { example: "https://github.example.com" },
  endpoints: {
    authorization_endpoint: "{issuer}/login/oauth/authorize",
    token_endpoint: "{issuer}/login/oauth/access_token",
    userinfo_endpoint: "{issuer}/api/v3/user",
  },
  quirks: [{ ...addresses, endpoint: "{issuer}/api/v3/user/emails" }],
};
