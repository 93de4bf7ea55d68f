import { bearer, type PresetFixture } from "./fixture.ts";

const at = (host: string): PresetFixture => ({
  authorize: { scope: "openid profile email", flowEntry: "static" },
  token: { by: "basic", as: "form" },
  tokens: { ...bearer, token_type: "Bearer", scope: "openid profile email" },
  api: {
    [`https://${host}/v1/identity/oauth2/userinfo`]: {
      method: "GET",
      answer: {
        user_id: "https://www.paypal.com/webapps/auth/identity/user/mWq6_1sU85v5EG9yHdPxJRrhGHrnMJ",
        name: "Ada Lovelace",
        given_name: "Ada",
        family_name: "Lovelace",
        verified_account: "true",
        emails: [{ value: "ada@people.example", primary: true, confirmed: true }],
      },
    },
  },
  person: {
    sub: "https://www.paypal.com/webapps/auth/identity/user/mWq6_1sU85v5EG9yHdPxJRrhGHrnMJ",
    claims: { name: "Ada Lovelace", given_name: "Ada", family_name: "Lovelace" },
    email: "ada@people.example",
  },
});

/** As its documentation shows it. */
export const paypal = at("api-m.paypal.com");

/** The same in the sandbox. */
export const paypalSandbox = at("api-m.sandbox.paypal.com");
