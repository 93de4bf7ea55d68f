import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const figma: PresetFixture = {
  authorize: { scope: "current_user:read" },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, user_id_string: "1234567890" },
  api: {
    "https://api.figma.com/v1/me": {
      method: "GET",
      answer: {
        id: "1234567890",
        email: "ada@people.example",
        handle: "Ada Lovelace",
        img_url: "https://image.example/ada",
      },
    },
  },
  person: {
    sub: "1234567890",
    claims: { name: "Ada Lovelace", picture: "https://image.example/ada" },
    email: null,
  },
};
