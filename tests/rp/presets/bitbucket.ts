import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const bitbucket: PresetFixture = {
  authorize: { scope: "account email" },
  token: { by: "basic", as: "form" },
  tokens: bearer,
  api: {
    "https://api.bitbucket.org/2.0/user": {
      method: "GET",
      answer: {
        type: "user",
        uuid: "{504c3b62-8120-4f0c-a7bc-87800b9d6f70}",
        account_id: "557058:ba8948b2-49da-43a9-9e8b-e7249b8e324c",
        username: "ada",
        display_name: "Ada Lovelace",
        links: { avatar: { href: "https://avatar.example/ada" } },
      },
    },
    "https://api.bitbucket.org/2.0/user/emails": {
      method: "GET",
      answer: {
        values: [
          { type: "email", email: "old@people.example", is_primary: false, is_confirmed: true },
          { type: "email", email: "ada@people.example", is_primary: true, is_confirmed: true },
        ],
      },
    },
  },
  person: {
    sub: "{504c3b62-8120-4f0c-a7bc-87800b9d6f70}",
    claims: { name: "Ada Lovelace", picture: "https://avatar.example/ada" },
    email: "ada@people.example",
  },
};
