import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const wikimedia: PresetFixture = {
  authorize: { scope: null },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer" },
  api: {
    "https://meta.wikimedia.org/w/rest.php/oauth2/resource/profile": {
      method: "GET",
      answer: {
        sub: "1815",
        username: "Ada",
        realname: "Ada Lovelace",
        email: "ada@people.example",
        confirmed_email: true,
        blocked: false,
      },
    },
  },
  person: {
    sub: "1815",
    claims: { name: "Ada Lovelace", nickname: "Ada" },
    email: "ada@people.example",
  },
};
