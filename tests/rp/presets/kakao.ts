import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const kakao: PresetFixture = {
  authorize: { scope: "profile_nickname,profile_image,account_email" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: bearer,
  api: {
    "https://kapi.kakao.com/v2/user/me": {
      method: "GET",
      answer: {
        id: 123456789,
        kakao_account: {
          profile: { nickname: "Ada", profile_image_url: "https://image.example/ada" },
          is_email_valid: true,
          is_email_verified: true,
          email: "ada@people.example",
        },
      },
    },
  },
  person: {
    sub: "123456789",
    claims: { nickname: "Ada", picture: "https://image.example/ada" },
    email: "ada@people.example",
  },
};
