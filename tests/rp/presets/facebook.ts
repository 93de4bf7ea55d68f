import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const facebook: PresetFixture = {
  authorize: { scope: "public_profile email" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: bearer,
  api: {
    "https://graph.facebook.com/v24.0/me": {
      method: "GET",
      answer: {
        id: "10157000000000000",
        name: "Ada Lovelace",
        email: "ada@people.example",
        picture: {
          data: { height: 50, is_silhouette: false, url: "https://picture.example/ada", width: 50 },
        },
      },
    },
  },
  person: {
    sub: "10157000000000000",
    claims: { name: "Ada Lovelace", picture: "https://picture.example/ada" },
    email: null,
  },
};
