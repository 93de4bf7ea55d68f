import type { PresetFixture } from "./fixture.ts";

const issuer = "https://slack.com", sub = "U0R7MFMJM";

/** What it says in either place; some claims go by addresses of its own. */
const ada = {
  sub,
  [`${issuer}/user_id`]: sub,
  [`${issuer}/team_id`]: "T0RR",
  email: "ada@people.example",
  email_verified: true,
  date_email_verified: 1_622_128_723,
  name: "Ada Lovelace",
  picture: "https://secure.gravatar.example/ada.png",
  given_name: "Ada",
  family_name: "Lovelace",
  locale: "en-US",
  [`${issuer}/team_name`]: "analytical",
  [`${issuer}/team_domain`]: "analytical",
  [`${issuer}/user_image_24`]: "https://secure.gravatar.example/ada-24.png",
  [`${issuer}/team_image_default`]: true,
};

/** As its documentation shows it. */
export const slack: PresetFixture = {
  // Its discovery document names no other way to answer.
  authorize: { scope: "openid profile email", response_mode: "form_post" },
  metadata: {
    authorization_endpoint: `${issuer}/openid/connect/authorize`,
    token_endpoint: `${issuer}/api/openid.connect.token`,
    userinfo_endpoint: `${issuer}/api/openid.connect.userInfo`,
    jwks_uri: `${issuer}/openid/connect/keys`,
    scopes_supported: ["openid", "profile", "email"],
    response_modes_supported: ["form_post"],
    grant_types_supported: ["authorization_code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    claims_supported: ["sub", "auth_time", "iss"],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: true,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ok: true, access_token: "xoxp-1234", token_type: "Bearer" },
  id_token: ada,
  api: { [`${issuer}/api/openid.connect.userInfo`]: { method: "GET", answer: { ok: true, ...ada } } },
  person: {
    sub,
    claims: {
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
      picture: "https://secure.gravatar.example/ada.png",
      locale: "en-US",
    },
    email: "ada@people.example",
  },
};
