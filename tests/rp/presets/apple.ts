import type { PresetFixture } from "./fixture.ts";

const issuer = "https://appleid.apple.com";

/** As its documentation shows it. */
export const apple: PresetFixture = {
  store_tokens: true,
  authorize: { scope: "openid name email", response_mode: "form_post", code_challenge: null },
  metadata: {
    authorization_endpoint: `${issuer}/auth/authorize`,
    token_endpoint: `${issuer}/auth/token`,
    revocation_endpoint: `${issuer}/auth/revoke`,
    jwks_uri: `${issuer}/auth/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "name"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  token: { by: { key: issuer }, as: "form", client_id: "client_id" },
  tokens: {
    access_token: "adg61.67ae4.0.mrzyr.6eVB2u",
    token_type: "Bearer",
    expires_in: 3600,
    refresh_token: "rca7.1AeJvHz.0.mrzyr.AN2U",
  },
  api: {},
  id_token: {
    sub: "001815.ada.1210",
    email: "dpdcnf87nu@privaterelay.appleid.com",
    email_verified: "true",
    is_private_email: "true",
    nonce_supported: true,
    real_user_status: 2,
  },
  first_response: {
    // What is said of the address here is nobody's word but the browser's.
    user: '{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"eve@people.example"}',
  },
  declined: "user_cancelled_authorize",
  person: {
    sub: "001815.ada.1210",
    claims: { given_name: "Ada", family_name: "Lovelace", name: "Ada Lovelace" },
    email: "dpdcnf87nu@privaterelay.appleid.com",
  },
};
