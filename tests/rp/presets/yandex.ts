import { bearer, type PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const yandex: PresetFixture = {
  authorize: { scope: "login:info login:email" },
  token: { by: "basic", as: "form" },
  tokens: bearer,
  api: {
    "https://login.yandex.ru/info": {
      method: "GET",
      scheme: "OAuth",
      answer: {
        id: "1000034426",
        login: "ada",
        client_id: "our-id-there",
        display_name: "ada",
        real_name: "Ada Lovelace",
        first_name: "Ada",
        last_name: "Lovelace",
        default_email: "ada@people.example",
        emails: ["ada@people.example"],
        psuid: "1.AAceCw.tbHgw5DtJ9_zeqPrk-Ba2w.qPWSRC5v2t2IaksPJgnge",
      },
    },
  },
  person: {
    sub: "1000034426",
    claims: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace", nickname: "ada" },
    email: null,
  },
};
