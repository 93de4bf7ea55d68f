import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const vk: PresetFixture = {
  authorize: { scope: "vkid.personal_info email", code_challenge_method: "S256" },
  response: { type: "code_v2", device_id: "a-device", expires_in: "600" },
  token: { by: "none", as: "form", client_id: "client_id", brought_back: ["device_id", "state"] },
  tokens: { ...bearer, token_type: "Bearer", user_id: 1234567890, scope: "vkid.personal_info email" },
  api: {
    "https://id.vk.com/oauth2/user_info": {
      method: "POST",
      parameters: { access_token: "an-access-token", client_id: "our-id-there" },
      answer: {
        user: {
          user_id: "1234567890",
          first_name: "Ada",
          last_name: "Lovelace",
          avatar: "https://image.example/ada",
          email: "ada@people.example",
          sex: 1,
          verified: false,
          birthday: "10.12.1815",
        },
      },
    },
  },
  person: {
    sub: "1234567890",
    claims: { given_name: "Ada", family_name: "Lovelace", picture: "https://image.example/ada" },
    email: null,
  },
};
