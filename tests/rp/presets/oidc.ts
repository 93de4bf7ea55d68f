import type { PresetFixture } from "./fixture.ts";

const bearer = { access_token: "an-access-token", token_type: "Bearer", expires_in: 3600 };
const usual = { email: "ada@people.example", email_verified: true, name: "Ada Lovelace" };

/** A provider whose ID token says it all, and that does nothing unusual. */
const plain = (
  by: PresetFixture["token"]["by"],
  sub: string,
  more: Partial<PresetFixture> = {},
): PresetFixture => ({
  authorize: { scope: "openid profile email" },
  token: { by, as: "form", ...(by === "basic" ? {} : { client_id: "client_id" }) },
  tokens: bearer,
  api: {},
  id_token: { sub, ...usual },
  person: { sub, claims: { name: "Ada Lovelace" }, email: "ada@people.example" },
  ...more,
});

/** One that gives refresh tokens to whoever has the scope for them (OpenID Connect Core section 11). */
const offline = (by: "basic" | "post", sub: string): PresetFixture =>
  plain(by, sub, { store_tokens: true, authorize: { scope: "openid profile email offline_access" } });

/** Fixtures of the ready-made upstreams that are OpenID Providers. */
export const oidcFixtures: Readonly<Record<string, PresetFixture>> = {
  line: plain("post", "U4af4980629", {
    authorize: { scope: "openid profile" },
    signs_by_secret: true,
    id_token: {
      sub: "U4af4980629",
      name: "Ada Lovelace",
      picture: "https://profile.line-scdn.net/0h1815",
      email: "ada@people.example",
      amr: ["linesso"],
    },
    person: {
      sub: "U4af4980629",
      claims: { name: "Ada Lovelace", picture: "https://profile.line-scdn.net/0h1815" },
      email: null,
    },
  }),
  google: plain("basic", "10769150350006150715113082367", {
    store_tokens: true,
    authorize: { scope: "openid profile email", access_type: "offline", prompt: "consent" },
  }),
  gitlab: plain("basic", "1815"),
  huggingface: plain("basic", "62d96eab0bd31b0a7a5f0e5b"),
  roblox: plain("post", "516687319", {
    authorize: { scope: "openid profile" },
    id_token: { sub: "516687319", name: "Ada", nickname: "Ada", preferred_username: "ada1815" },
    person: { sub: "516687319", claims: { name: "Ada", nickname: "Ada" }, email: null },
  }),
  gitea: plain("basic", "3"),
  salesforce: offline("post", "https://login.salesforce.com/id/00DD0000000FH8EMAW/005D0000001AzVOIA0"),
  "salesforce-my-domain": offline(
    "post",
    "https://login.salesforce.com/id/00DD0000000FH8EMAW/005D0000001AzVOIA1",
  ),
  "salesforce-sandbox": offline(
    "post",
    "https://test.salesforce.com/id/00DD0000000FH8EMAW/005D0000001AzVOIA2",
  ),
  vercel: offline("post", "345e869043f1e55f8bdc837c"),
  twitch: plain("post", "713936733", {
    authorize: {
      scope: "openid user:read:email",
      claims:
        '{"id_token":{"email":null,"email_verified":null,"picture":null},"userinfo":{"email":null,"email_verified":null,"picture":null}}',
    },
    id_token: { sub: "713936733", email: "ada@people.example", email_verified: true },
    person: { sub: "713936733", claims: {}, email: "ada@people.example" },
  }),
  auth0: offline("basic", "auth0|5f7c8ec7c33c6c004bbafe82"),
  authentik: offline("basic", "b1a2c3"),
  cognito: plain("basic", "7b8a8a37-5b2f-4f8f-9f0e-2f4f8f9f0e2f", {
    metadata: { userinfo_endpoint: "https://example.auth.eu-west-1.amazoncognito.com/oauth2/userInfo" },
    api: {
      "https://example.auth.eu-west-1.amazoncognito.com/oauth2/userInfo": {
        method: "GET",
        type: "application/json;charset=UTF-8",
        answer: {
          sub: "7b8a8a37-5b2f-4f8f-9f0e-2f4f8f9f0e2f",
          email_verified: "true",
          name: "Ada Lovelace",
          email: "ada@people.example",
          username: "ada",
        },
      },
    },
  }),
  authelia: plain("basic", "0f5b2f8d-5f3c-4f7e-9f3e-6b8a8a375b2f"),
  battlenet: plain("post", "1815", {
    authorize: { scope: "openid" },
    id_token: { sub: "1815", battle_tag: "Ada#1815" },
    person: { sub: "1815", claims: {}, email: null },
  }),
  fusionauth: offline("basic", "858a4b01-62c8-4c2f-bfa7-6d018833bea7"),
  kinde: plain("post", "kp_5f7c8ec7c33c6c004bbafe82"),
  logto: plain("basic", "foo1815ada"),
  onelogin: plain("basic", "61815"),
  ory: offline("basic", "9f425a8d-7efc-4768-8f23-7647a74fdf13"),
  pingone: plain("basic", "ccf81c15-6d2f-4b1a-9f3e-6b8a8a375b2f"),
  vipps: plain("basic", "c06c4afe-d9e1-4c5d-939a-177d752a0944", {
    authorize: { scope: "openid name email" },
  }),
  "gitlab-self-managed": plain("basic", "7"),
  keycloak: plain("basic", "f2a1ed52-710d-4541-8f62-0f8b5f8a3d2c"),
  okta: offline("basic", "00uid4BxXw6I6TV4m0g3"),
  zitadel: offline("basic", "165460784409839"),
  yahoo: plain("basic", "JJ4FWZ3TGZNXDEAAVE4A3XIXPY"),
};
