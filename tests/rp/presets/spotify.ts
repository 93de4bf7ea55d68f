import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const spotify: PresetFixture = {
  authorize: { scope: "user-read-email user-read-private" },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, token_type: "Bearer" },
  api: {
    "https://api.spotify.com/v1/me": {
      method: "GET",
      answer: {
        id: "ada1815",
        display_name: "Ada Lovelace",
        email: "ada@people.example",
        external_urls: { spotify: "https://open.spotify.com/user/ada1815" },
        type: "user",
      },
    },
  },
  person: {
    sub: "ada1815",
    claims: { name: "Ada Lovelace", profile: "https://open.spotify.com/user/ada1815" },
    email: null,
  },
};
