import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const reddit: PresetFixture = {
  store_tokens: true,
  authorize: { scope: "identity", duration: "permanent" },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, scope: "identity" },
  api: {
    "https://oauth.reddit.com/api/v1/me": {
      method: "GET",
      answer: { id: "1l0o6z3x", name: "ada1815", icon_img: "https://icon.example/ada?s=1&amp;v=2" },
    },
  },
  person: { sub: "1l0o6z3x", claims: { nickname: "ada1815" }, email: null },
};
