import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const fortyTwo: PresetFixture = {
  authorize: { scope: "public" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ...bearer, scope: "public" },
  api: {
    "https://api.intra.42.fr/v2/me": {
      method: "GET",
      answer: {
        id: 1815,
        email: "ada@people.example",
        login: "alovelac",
        first_name: "Ada",
        last_name: "Lovelace",
        usual_full_name: "Ada Lovelace",
      },
    },
  },
  person: {
    sub: "1815",
    claims: {
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
      nickname: "alovelac",
    },
    email: null,
  },
};
