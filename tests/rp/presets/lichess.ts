import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const lichess: PresetFixture = {
  authorize: { scope: null, code_challenge_method: "S256" },
  token: { by: "none", as: "form", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer", expires_in: 31536000 },
  api: {
    "https://lichess.org/api/account": {
      method: "GET",
      answer: { id: "ada", username: "Ada", url: "https://lichess.org/@/Ada" },
    },
  },
  person: {
    sub: "ada",
    claims: { nickname: "Ada", profile: "https://lichess.org/@/Ada" },
    email: null,
  },
};
