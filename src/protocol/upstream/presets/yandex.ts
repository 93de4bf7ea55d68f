import type { UpstreamPreset } from "./preset.ts";

/** Yandex. */
export const yandex: UpstreamPreset = {
  id: "yandex",
  name: "Yandex",
  kind: "oauth2",
  documentation: "https://yandex.com/dev/id/doc/en/user-information",
  issuer: "https://oauth.yandex.ru",
  scopes: ["login:info", "login:email"],
  token_endpoint_auth_method: "client_secret_basic",
  endpoints: {
    authorization_endpoint: "https://oauth.yandex.ru/authorize",
    token_endpoint: "https://oauth.yandex.ru/token",
    userinfo_endpoint: "https://login.yandex.ru/info?format=json",
  },
  person: {
    sub: "id",
    name: "real_name",
    given_name: "first_name",
    family_name: "last_name",
    nickname: "login",
    email: "default_email",
  },
  quirks: [{ name: "authorization_scheme", scheme: "OAuth" }],
};
