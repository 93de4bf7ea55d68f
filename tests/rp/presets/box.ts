import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const box: PresetFixture = {
  authorize: { scope: null },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: bearer,
  api: {
    "https://api.box.com/2.0/users/me": {
      method: "GET",
      answer: {
        id: "11446498",
        type: "user",
        name: "Ada Lovelace",
        login: "ada@people.example",
        avatar_url: "https://avatar.example/ada",
      },
    },
  },
  person: {
    sub: "11446498",
    claims: { name: "Ada Lovelace", picture: "https://avatar.example/ada" },
    email: null,
  },
};
