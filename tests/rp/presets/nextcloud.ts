import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const nextcloud: PresetFixture = {
  authorize: { scope: null },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, token_type: "Bearer", user_id: "ada" },
  api: {
    "https://cloud.example.com/ocs/v2.php/cloud/user": {
      method: "GET",
      headers: { "ocs-apirequest": "true" },
      answer: {
        ocs: {
          meta: { status: "ok", statuscode: 200, message: "OK" },
          data: { id: "ada", displayname: "Ada Lovelace", email: "ada@people.example" },
        },
      },
    },
  },
  person: { sub: "ada", claims: { name: "Ada Lovelace" }, email: null },
};
