import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const strava: PresetFixture = {
  // One alone needs nothing between.
  scopes: ["read", "activity:read"],
  authorize: { scope: "read,activity:read" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer", expires_at: 1568775134 },
  api: {
    "https://www.strava.com/api/v3/athlete": {
      method: "GET",
      answer: {
        id: 1234567890987654,
        username: "ada",
        resource_state: 2,
        firstname: "Ada",
        lastname: "Lovelace",
        profile: "https://image.example/ada",
      },
    },
  },
  person: {
    sub: "1234567890987654",
    claims: {
      given_name: "Ada",
      family_name: "Lovelace",
      nickname: "ada",
      picture: "https://image.example/ada",
    },
    email: null,
  },
};
