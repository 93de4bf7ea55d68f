import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const mattermost: PresetFixture = {
  authorize: { scope: null },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: bearer,
  api: {
    "https://mattermost.example.com/api/v4/users/me": {
      method: "GET",
      answer: {
        id: "ei8q7k1pfpgy8xn3h5g1q5tqyo",
        username: "ada",
        email: "ada@people.example",
        email_verified: true,
        nickname: "",
        first_name: "Ada",
        last_name: "Lovelace",
      },
    },
  },
  person: {
    sub: "ei8q7k1pfpgy8xn3h5g1q5tqyo",
    claims: { given_name: "Ada", family_name: "Lovelace", nickname: "ada" },
    email: "ada@people.example",
  },
};
