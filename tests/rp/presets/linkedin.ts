import type { PresetFixture } from "./fixture.ts";

const ada = {
  sub: "782bbtaQ",
  name: "Ada Lovelace",
  given_name: "Ada",
  family_name: "Lovelace",
  picture: "https://media.licdn.example/ada",
  email: "ada@people.example",
};

/** As its documentation shows it. */
export const linkedin: PresetFixture = {
  authorize: { scope: "openid profile email", code_challenge: null },
  metadata: {
    authorization_endpoint: "https://www.linkedin.com/oauth/v2/authorization",
    token_endpoint: "https://www.linkedin.com/oauth/v2/accessToken",
    userinfo_endpoint: "https://api.linkedin.com/v2/userinfo",
    jwks_uri: "https://www.linkedin.com/oauth/openid/jwks",
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "profile", "email"],
  },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: {
    access_token: "AQXNnd2kXITHELmWblJigbHEuoFdfRhOwGA0QNnumBI8",
    expires_in: 5_184_000,
    scope: "email,openid,profile",
    token_type: "Bearer",
  },
  // What is true here is text in the one place, and a truth value in the other; our nonce does not come back.
  id_token: { ...ada, email_verified: "true", locale: "en_US", nonce: false },
  api: {
    "https://api.linkedin.com/v2/userinfo": {
      method: "GET",
      answer: { ...ada, email_verified: true, locale: { country: "US", language: "en" } },
    },
  },
  declined: "user_cancelled_login",
  person: {
    sub: ada.sub,
    claims: {
      name: ada.name,
      given_name: ada.given_name,
      family_name: ada.family_name,
      picture: ada.picture,
    },
    email: ada.email,
  },
};
