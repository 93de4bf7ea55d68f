import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const anilist: PresetFixture = {
  authorize: { scope: null },
  token: { by: "post", as: "json", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer", expires_in: 31622400 },
  api: {
    "https://graphql.anilist.co/": {
      method: "POST",
      json: { query: "{ Viewer { id name } }" },
      answer: { data: { Viewer: { id: 1815, name: "ada" } } },
    },
  },
  person: { sub: "1815", claims: { nickname: "ada" }, email: null },
};
