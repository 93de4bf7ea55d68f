import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const discord: PresetFixture = {
  authorize: { scope: "identify email" },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, token_type: "Bearer" },
  api: {
    "https://discord.com/api/users/@me": {
      method: "GET",
      answer: {
        id: "80351110224678912",
        username: "ada",
        global_name: "Ada Lovelace",
        discriminator: "0",
        avatar: "8342729096ea3675442027381ff50dfe",
        verified: true,
        email: "ada@people.example",
      },
    },
  },
  person: {
    sub: "80351110224678912",
    claims: { name: "Ada Lovelace", nickname: "ada" },
    email: "ada@people.example",
  },
};
