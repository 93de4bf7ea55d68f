import { at, firstClaims, firstTokens, idToken, metadata, refreshing, tokens } from "../proxy/alter.ts";
import { readObject } from "../../../src/conformance/exchange.ts";
import type { Traffic } from "../proxy/traffic.ts";
import { inModule, type Mutation } from "./mutation.ts";

const clientOf = (request: Traffic["request"]) => request.headers.authorization;

/** Whether a refresh token is shown by another client than the one that began. */
const byAnother = (traffic: Traffic) =>
  refreshing(traffic) &&
  clientOf(traffic.before.find(({ place }) => place === "token_endpoint")!.request) !==
    clientOf(traffic.request);

export const mutations: readonly Mutation[] = inModule("oidcc-refresh-token", [
  {
    id: "a refreshed ID token of another issuer",
    fails: ["refreshed_id_token.iss", "id_token.iss"],
    alter: idToken(() => ({ iss: "https://attacker.example" }), refreshing),
  },
  {
    id: "a refreshed ID token of somebody else",
    fails: ["refreshed_id_token.sub"],
    alter: idToken(() => ({ sub: "somebody-else" }), refreshing),
  },
  {
    id: "a refresh as if the person had signed in again",
    fails: ["refreshed_id_token.auth_time"],
    alter: idToken(({ iat }) => ({ auth_time: iat }), refreshing),
  },
  {
    id: "an azp only after the refresh",
    fails: ["refreshed_id_token.azp"],
    alter: idToken(({ aud }) => ({ azp: aud }), refreshing),
  },
  {
    id: "an audience that is lost by the refresh",
    fails: ["refreshed_id_token.aud"],
    alter: idToken(({ aud }) => ({ aud: [aud, "https://api.example"] }), (traffic) => !refreshing(traffic)),
  },
  {
    id: "the iat of the first ID token after the refresh",
    fails: ["refreshed_id_token.iat"],
    alter: idToken((_, traffic) => ({ iat: firstClaims(traffic).iat }), refreshing),
  },
  {
    id: "a refresh that yields the first access token",
    fails: ["refresh_token.new_access_token"],
    alter: tokens(
      (_, traffic) => ({
        access_token: readObject(firstTokens(traffic).body)!.access_token,
        id_token: undefined,
      }),
      refreshing,
    ),
  },
  {
    id: "a refresh token that another client uses",
    fails: ["refresh_token.refused_to_others"],
    alter: at("token_endpoint", (_, traffic) => firstTokens(traffic), byAnother),
  },
  {
    id: "refresh tokens that are not announced",
    fails: ["refresh_token.announced"],
    alter: metadata(({ grant_types_supported }) => ({
      grant_types_supported: (grant_types_supported as string[]).filter((type) => type !== "refresh_token"),
    })),
  },
  {
    id: "refresh tokens that are announced and not issued",
    fails: ["refresh_token.announced"],
    alter: tokens(() => ({ refresh_token: undefined })),
  },
]);
