import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const osu: PresetFixture = {
  authorize: { scope: "identify" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer" },
  api: {
    "https://osu.ppy.sh/api/v2/me": {
      method: "GET",
      answer: { id: 1815, username: "ada", avatar_url: "https://avatar.example/ada" },
    },
  },
  person: {
    sub: "1815",
    claims: { nickname: "ada", picture: "https://avatar.example/ada" },
    email: null,
  },
};
