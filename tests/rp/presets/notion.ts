import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const notion: PresetFixture = {
  authorize: { owner: "user" },
  token: { by: "basic", as: "json" },
  tokens: { ...bearer, bot_id: "b3414d65-1224-5ty5-6ffr-cc9d8773drt6" },
  api: {
    "https://api.notion.com/v1/users/me": {
      method: "GET",
      headers: { "notion-version": "2022-06-28" },
      answer: {
        object: "user",
        id: "16d84278-ab0e-484c-9bdd-b35da3bd8905",
        name: "pied piper",
        type: "bot",
        bot: {
          owner: {
            type: "user",
            user: {
              object: "user",
              id: "5389a034-eb5c-47b5-8a9e-f79c99ef166c",
              name: "Ada Lovelace",
              avatar_url: "https://avatar.example/ada",
              type: "person",
              person: { email: "ada@people.example" },
            },
          },
        },
      },
    },
  },
  person: {
    sub: "5389a034-eb5c-47b5-8a9e-f79c99ef166c",
    claims: { name: "Ada Lovelace", picture: "https://avatar.example/ada" },
    email: null,
  },
};
