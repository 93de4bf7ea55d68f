import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const atlassian: PresetFixture = {
  store_tokens: true,
  authorize: { scope: "read:me offline_access", audience: "api.atlassian.com", prompt: "consent" },
  token: { by: "post", as: "json", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer", scope: "read:me" },
  api: {
    "https://api.atlassian.com/me": {
      method: "GET",
      answer: {
        account_type: "atlassian",
        account_id: "112233aa-bb11-cc22-33dd-445566abcabc",
        email: "ada@people.example",
        name: "Ada Lovelace",
        nickname: "ada",
        picture: "https://avatar.example/ada",
        account_status: "active",
      },
    },
  },
  person: {
    sub: "112233aa-bb11-cc22-33dd-445566abcabc",
    claims: { name: "Ada Lovelace", nickname: "ada", picture: "https://avatar.example/ada" },
    email: null,
  },
};
