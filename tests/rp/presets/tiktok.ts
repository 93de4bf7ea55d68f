import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const tiktok: PresetFixture = {
  authorize: { client_key: "our-id-there", scope: "user.info.basic,user.info.profile" },
  token: { by: "post", as: "form", client_id: "client_key" },
  tokens: { ...bearer, token_type: "Bearer", open_id: "afd97af1-b87b-48b9-ac98-410aghda5344" },
  api: {
    "https://open.tiktokapis.com/v2/user/info/": {
      method: "GET",
      answer: {
        data: {
          user: {
            open_id: "afd97af1-b87b-48b9-ac98-410aghda5344",
            display_name: "Ada",
            avatar_url: "https://avatar.example/ada",
          },
        },
        error: { code: "ok", message: "" },
      },
    },
  },
  person: {
    sub: "afd97af1-b87b-48b9-ac98-410aghda5344",
    claims: { name: "Ada", picture: "https://avatar.example/ada" },
    email: null,
  },
};
