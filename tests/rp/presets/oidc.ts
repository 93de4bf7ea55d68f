import type { PresetFixture } from "./fixture.ts";

const bearer = { access_token: "an-access-token", token_type: "Bearer", expires_in: 3600 };
const usual = { email: "ada@people.example", email_verified: true, name: "Ada Lovelace" };

/** A provider whose ID token says it all, and that does nothing unusual. */
const plain = (
  by: "basic" | "post",
  sub: string,
  more: Partial<PresetFixture> = {},
): PresetFixture => ({
  authorize: { scope: "openid profile email" },
  token: { by, as: "form", ...(by === "post" ? { client_id: "client_id" } : {}) },
  tokens: bearer,
  api: {},
  id_token: { sub, ...usual },
  person: { sub, claims: { name: "Ada Lovelace" }, email: "ada@people.example" },
  ...more,
});

/** Fixtures of the ready-made upstreams that are OpenID Providers. */
export const oidcFixtures: Readonly<Record<string, PresetFixture>> = {
  google: plain("basic", "10769150350006150715113082367"),
  gitlab: plain("basic", "1815"),
  huggingface: plain("basic", "62d96eab0bd31b0a7a5f0e5b"),
  linkedin: plain("post", "782bbtaQ", {
    authorize: { scope: "openid profile email", code_challenge: null },
    id_token: { sub: "782bbtaQ", ...usual, nonce: false },
  }),
  roblox: plain("post", "516687319", {
    authorize: { scope: "openid profile" },
    id_token: { sub: "516687319", name: "Ada", nickname: "Ada", preferred_username: "ada1815" },
    person: { sub: "516687319", claims: { name: "Ada", nickname: "Ada" }, email: null },
  }),
  gitea: plain("basic", "3"),
  salesforce: plain("post", "https://login.salesforce.com/id/00DD0000000FH8EMAW/005D0000001AzVOIA0"),
  "salesforce-my-domain": plain(
    "post",
    "https://login.salesforce.com/id/00DD0000000FH8EMAW/005D0000001AzVOIA1",
  ),
  "salesforce-sandbox": plain("post", "https://test.salesforce.com/id/00DD0000000FH8EMAW/005D0000001AzVOIA2"),
  vercel: plain("post", "345e869043f1e55f8bdc837c"),
  slack: plain("post", "U1815ADA"),
  twitch: plain("post", "713936733", {
    authorize: {
      scope: "openid user:read:email",
      claims:
        '{"id_token":{"email":null,"email_verified":null,"picture":null},"userinfo":{"email":null,"email_verified":null,"picture":null}}',
    },
    id_token: { sub: "713936733", email: "ada@people.example", email_verified: true },
    person: { sub: "713936733", claims: {}, email: "ada@people.example" },
  }),
  auth0: plain("basic", "auth0|5f7c8ec7c33c6c004bbafe82"),
  authentik: plain("basic", "b1a2c3"),
  cognito: plain("basic", "7b8a8a37-5b2f-4f8f-9f0e-2f4f8f9f0e2f"),
  "gitlab-self-managed": plain("basic", "7"),
  keycloak: plain("basic", "f2a1ed52-710d-4541-8f62-0f8b5f8a3d2c"),
  okta: plain("basic", "00uid4BxXw6I6TV4m0g3"),
  zitadel: plain("basic", "165460784409839"),
  yahoo: plain("basic", "JJ4FWZ3TGZNXDEAAVE4A3XIXPY"),
};
