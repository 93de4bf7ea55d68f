import type { UpstreamPreset } from "./preset.ts";

/** Naver. Who somebody is stands in a member of its own, and the state is asked for once more. */
export const naver: UpstreamPreset = {
  id: "naver",
  name: "Naver",
  kind: "oauth2",
  documentation: "https://developers.naver.com/docs/login/api/api.md",
  issuer: "https://nid.naver.com",
  // What may be read is set where the application is registered.
  scopes: [],
  token_endpoint_auth_method: "client_secret_post",
  endpoints: {
    authorization_endpoint: "https://nid.naver.com/oauth2.0/authorize",
    token_endpoint: "https://nid.naver.com/oauth2.0/token",
    userinfo_endpoint: "https://openapi.naver.com/v1/nid/me",
  },
  person: {
    sub: "response.id",
    name: "response.name",
    nickname: "response.nickname",
    picture: "response.profile_image",
    email: "response.email",
  },
  quirks: [{ name: "response_parameters", parameters: ["state"] }],
};
