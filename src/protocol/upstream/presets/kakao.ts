import type { UpstreamPreset } from "./preset.ts";

/** Kakao. */
export const kakao: UpstreamPreset = {
  id: "kakao",
  name: "Kakao",
  kind: "oauth2",
  documentation: "https://developers.kakao.com/docs/latest/en/kakaologin/rest-api",
  issuer: "https://kauth.kakao.com",
  scopes: ["profile_nickname", "profile_image", "account_email"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://kauth.kakao.com/oauth/authorize",
    token_endpoint: "https://kauth.kakao.com/oauth/token",
    userinfo_endpoint: "https://kapi.kakao.com/v2/user/me",
  },
  person: {
    sub: "id",
    nickname: "kakao_account.profile.nickname",
    picture: "kakao_account.profile.profile_image_url",
    email: "kakao_account.email",
    // An address that another account has taken over is verified, and not valid any more.
    email_verified: ["kakao_account.is_email_valid", "kakao_account.is_email_verified"],
  },
  quirks: [{ name: "comma_scopes" }],
};
