import type { PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const x: PresetFixture = {
  store_tokens: true,
  authorize: { scope: "tweet.read users.read offline.access", code_challenge_method: "S256" },
  token: { by: "basic", as: "form", rotates: true },
  tokens: {
    token_type: "bearer",
    expires_in: 7200,
    access_token: "ZWNpR3VhTjZfSVJrRmxv",
    scope: "tweet.read users.read offline.access",
    refresh_token: "bWRWa3gzdnk3WHRGU1o0",
  },
  api: {
    "https://api.x.com/2/users/me": {
      method: "GET",
      scope: "users.read",
      answer: (query: URLSearchParams) => ({
        data: {
          id: "2244994945",
          name: "Ada Lovelace",
          username: "ada",
          // Whatever else there is has to be asked for by name.
          ...(query.get("user.fields")?.split(",").includes("profile_image_url")
            ? { profile_image_url: "https://image.example/ada" }
            : {}),
        },
      }),
    },
  },
  person: {
    sub: "2244994945",
    claims: { name: "Ada Lovelace", nickname: "ada", picture: "https://image.example/ada" },
    email: null,
  },
};
