import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const dropbox: PresetFixture = {
  store_tokens: true,
  authorize: { scope: "account_info.read", token_access_type: "offline" },
  token: { by: "basic", as: "form" },
  tokens: bearer,
  api: {
    "https://api.dropboxapi.com/2/users/get_current_account": {
      method: "POST",
      answer: {
        account_id: "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
        name: {
          given_name: "Ada",
          surname: "Lovelace",
          familiar_name: "Ada",
          display_name: "Ada Lovelace",
          abbreviated_name: "AL",
        },
        email: "ada@people.example",
        email_verified: true,
        profile_photo_url: "https://photo.example/ada",
      },
    },
  },
  person: {
    sub: "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc",
    claims: {
      name: "Ada Lovelace",
      given_name: "Ada",
      family_name: "Lovelace",
      picture: "https://photo.example/ada",
    },
    email: "ada@people.example",
  },
};
