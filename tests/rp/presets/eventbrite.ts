import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const eventbrite: PresetFixture = {
  authorize: { scope: null },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: bearer,
  api: {
    "https://www.eventbriteapi.com/v3/users/me/": {
      method: "GET",
      answer: {
        id: "1815",
        name: "Ada Lovelace",
        first_name: "Ada",
        last_name: "Lovelace",
        image_id: null,
        emails: [
          { email: "old@people.example", verified: true, primary: false },
          { email: "ada@people.example", verified: true, primary: true },
        ],
      },
    },
  },
  person: {
    sub: "1815",
    claims: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace" },
    email: "ada@people.example",
  },
};
