import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const wordpress: PresetFixture = {
  authorize: { scope: "auth" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ...bearer, blog_id: "0", blog_url: null, scope: "auth" },
  api: {
    "https://public-api.wordpress.com/rest/v1/me": {
      method: "GET",
      answer: {
        ID: 1815,
        display_name: "Ada Lovelace",
        email: "ada@people.example",
        avatar_URL: "https://avatar.example/ada",
      },
    },
  },
  person: {
    sub: "1815",
    claims: { name: "Ada Lovelace", picture: "https://avatar.example/ada" },
    email: null,
  },
};
