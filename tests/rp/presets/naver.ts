import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const naver: PresetFixture = {
  authorize: { client_id: "our-id-there" },
  token: { by: "post", as: "form", client_id: "client_id", brought_back: ["state"] },
  tokens: { ...bearer, expires_in: "3600" },
  api: {
    "https://openapi.naver.com/v1/nid/me": {
      method: "GET",
      answer: {
        resultcode: "00",
        message: "success",
        response: {
          id: "32742776",
          nickname: "ada",
          name: "Ada Lovelace",
          email: "ada@people.example",
          profile_image: "https://image.example/ada",
        },
      },
    },
  },
  person: {
    sub: "32742776",
    claims: { name: "Ada Lovelace", nickname: "ada", picture: "https://image.example/ada" },
    email: null,
  },
};
