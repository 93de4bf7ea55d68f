import type { UpstreamPreset } from "./preset.ts";

/** What live accounts and those of the sandbox have in common. */
const usual = {
  kind: "oauth2",
  documentation: "https://developer.paypal.com/docs/log-in-with-paypal/integrate/",
  scopes: ["openid", "profile", "email"],
  token_endpoint_auth_method: "client_secret_basic",
  person: { sub: "user_id", name: "name", given_name: "given_name", family_name: "family_name" },
  quirks: [
    { name: "authorize_parameters", parameters: { flowEntry: "static" } },
    { name: "mail_in_list", list: "emails", email: "value", primary: "primary", verified: "confirmed" },
  ],
} as const;

/** PayPal. */
export const paypal: UpstreamPreset = {
  ...usual,
  id: "paypal",
  name: "PayPal",
  issuer: "https://www.paypal.com",
  endpoints: {
    authorization_endpoint: "https://www.paypal.com/signin/authorize",
    token_endpoint: "https://api-m.paypal.com/v1/oauth2/token",
    userinfo_endpoint: "https://api-m.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1",
  },
};

/** The sandbox of PayPal, with people of its own. */
export const paypalSandbox: UpstreamPreset = {
  ...usual,
  id: "paypal-sandbox",
  name: "PayPal Sandbox",
  issuer: "https://www.sandbox.paypal.com",
  endpoints: {
    authorization_endpoint: "https://www.sandbox.paypal.com/signin/authorize",
    token_endpoint: "https://api-m.sandbox.paypal.com/v1/oauth2/token",
    userinfo_endpoint: "https://api-m.sandbox.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1",
  },
};
