import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const zoom: PresetFixture = {
  authorize: { scope: null },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, scope: "user:read:user" },
  api: {
    "https://api.zoom.us/v2/users/me": {
      method: "GET",
      answer: {
        id: "zJKyaiAyTNC-MWjiWC18KQ",
        first_name: "Ada",
        last_name: "Lovelace",
        display_name: "Ada Lovelace",
        email: "ada@people.example",
        pic_url: "https://image.example/ada",
        type: 1,
        verified: 1,
      },
    },
  },
  person: {
    sub: "zJKyaiAyTNC-MWjiWC18KQ",
    claims: {
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
      picture: "https://image.example/ada",
    },
    email: null,
  },
};
