import type { PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const mastodon: PresetFixture = {
  authorize: { scope: "read:accounts" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: {
    access_token: "an-access-token",
    token_type: "Bearer",
    scope: "read:accounts",
    created_at: 1573979017,
  },
  api: {
    "https://mastodon.example.com/api/v1/accounts/verify_credentials": {
      method: "GET",
      answer: {
        id: "14715",
        username: "ada",
        acct: "ada",
        display_name: "Ada Lovelace",
        url: "https://mastodon.example.com/@ada",
        avatar: "https://image.example/ada",
      },
    },
  },
  person: {
    sub: "14715",
    claims: {
      name: "Ada Lovelace",
      nickname: "ada",
      profile: "https://mastodon.example.com/@ada",
      picture: "https://image.example/ada",
    },
    email: null,
  },
};
