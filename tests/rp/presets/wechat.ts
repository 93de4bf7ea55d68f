import type { PresetFixture } from "./fixture.ts";

/** As its documentation shows it. */
export const wechat: PresetFixture = {
  authorize: { appid: "our-id-there", scope: "snsapi_login" },
  fragment: "#wechat_redirect",
  token: { by: "post", as: "query", client_id: "appid", client_secret: "secret" },
  tokens: {
    access_token: "an-access-token",
    expires_in: 7200,
    refresh_token: "a-refresh-token",
    openid: "o6_bmjrPTlm6_2sgVt7hMZOPfL2M",
    scope: "snsapi_login",
    unionid: "o6_bmasdasdsad6_2sgVt7hMZOPfL",
  },
  api: {
    "https://api.weixin.qq.com/sns/userinfo": {
      method: "GET",
      parameters: { access_token: "an-access-token", openid: "o6_bmjrPTlm6_2sgVt7hMZOPfL2M" },
      type: "text/plain",
      answer: {
        openid: "o6_bmjrPTlm6_2sgVt7hMZOPfL2M",
        nickname: "Ada",
        sex: 2,
        headimgurl: "https://image.example/ada/0",
        privilege: [],
        unionid: "o6_bmasdasdsad6_2sgVt7hMZOPfL",
      },
    },
  },
  person: {
    sub: "o6_bmasdasdsad6_2sgVt7hMZOPfL",
    claims: { nickname: "Ada", picture: "https://image.example/ada/0" },
    email: null,
  },
};
