import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const linear: PresetFixture = {
  // One alone needs nothing between.
  scopes: ["read", "issues:create"],
  authorize: { scope: "read,issues:create" },
  token: { by: "post", as: "form", client_id: "client_id" },
  tokens: { ...bearer, token_type: "Bearer", scope: ["read"] },
  api: {
    "https://api.linear.app/graphql": {
      method: "POST",
      json: { query: "{ viewer { id name displayName avatarUrl email } }" },
      answer: {
        data: {
          viewer: {
            id: "9cfb482a-81e3-4154-b5b9-2c805e70a02d",
            name: "Ada Lovelace",
            displayName: "ada",
            avatarUrl: "https://avatar.example/ada",
            email: "ada@people.example",
          },
        },
      },
    },
  },
  person: {
    sub: "9cfb482a-81e3-4154-b5b9-2c805e70a02d",
    claims: { name: "Ada Lovelace", nickname: "ada", picture: "https://avatar.example/ada" },
    email: null,
  },
};
