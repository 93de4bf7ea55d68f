import type { UpstreamPreset } from "./preset.ts";

/** WeChat, for websites. A person has another openid with each application of one owner; the unionid is theirs alone. */
export const wechat: UpstreamPreset = {
  id: "wechat",
  name: "WeChat",
  kind: "oauth2",
  documentation: "https://developers.weixin.qq.com/doc/oplatform/Website_App/WeChat_Login/Wechat_Login.html",
  issuer: "https://open.weixin.qq.com",
  scopes: ["snsapi_login"],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://open.weixin.qq.com/connect/qrconnect",
    token_endpoint: "https://api.weixin.qq.com/sns/oauth2/access_token",
    userinfo_endpoint: "https://api.weixin.qq.com/sns/userinfo",
  },
  person: { sub: "unionid", nickname: "nickname", picture: "headimgurl" },
  quirks: [
    { name: "client_id_name", parameter: "appid" },
    { name: "client_secret_name", parameter: "secret" },
    { name: "authorize_fragment", fragment: "wechat_redirect" },
    { name: "token_by_get" },
    { name: "without_token_type" },
    { name: "userinfo_parameters", sent: "query", parameters: ["access_token", "openid"] },
    { name: "json_as_text" },
  ],
};
