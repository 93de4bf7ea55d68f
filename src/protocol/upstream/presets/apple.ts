import type { UpstreamPreset } from "./preset.ts";

const issuer = "https://appleid.apple.com";

/**
 * Sign in with Apple. It brings our nonce back to web pages always (`nonce_supported` is for apps on devices), so that
 * is asked for as of others; that an address is a relay of Apple's (`is_private_email`) makes it no less verified.
 */
export const apple: UpstreamPreset = {
  id: "apple",
  name: "Apple",
  kind: "oidc",
  documentation:
    "https://developer.apple.com/documentation/signinwithapple/request-an-authorization-to-the-sign-in-with-apple-server.",
  issuer,
  scopes: ["openid", "name", "email"],
  token_endpoint_auth_method: "client_secret_post",
  quirks: [
    // Whoever asks for a name or an address has to take them by form.
    { name: "authorize_parameters", parameters: { response_mode: "form_post" } },
    { name: "client_secret_by_key", audience: issuer },
    { name: "without_pkce" },
    { name: "name_in_response" },
    { name: "email_verified_by", claim: "email_verified", values: [true, "true"] },
    { name: "declined_by", errors: ["user_cancelled_authorize"] },
  ],
};
