import { body, header, idToken, status, tokens } from "../proxy/alter.ts";
import type { Part } from "../proxy/keys.ts";
import { both } from "../proxy/traffic.ts";
import { inModule, type Mutation, signIn } from "./mutation.ts";

const place = "token_endpoint";

/** Other members of the answer, among which is another access token, so that at_hash goes. */
const otherAccessToken = (differing: Part) =>
  both(idToken(() => ({ at_hash: undefined })), tokens(() => differing));

export const mutations: readonly Mutation[] = inModule(signIn, [
  { id: "tokens with status 201", fails: ["token_response.status"], alter: status(place, 201) },
  {
    id: "tokens that are no JSON",
    fails: ["token_response.json", "token_response.access_token", "token_response.id_token"],
    alter: body(place, "access_token=abc"),
  },
  {
    id: "no access token",
    fails: ["token_response.access_token"],
    alter: tokens(() => ({ access_token: undefined })),
  },
  { id: "no ID token", fails: ["token_response.id_token"], alter: tokens(() => ({ id_token: undefined })) },
  {
    id: "tokens as plain text",
    fails: ["token_response.media_type"],
    alter: header(place, "content-type", "text/plain"),
  },
  {
    id: "tokens without no-store",
    fails: ["token_response.no_store"],
    alter: header(place, "cache-control", "private, max-age=60"),
  },
  {
    id: "tokens of another type",
    fails: ["token_response.token_type"],
    alter: tokens(() => ({ token_type: "mac" })),
  },
  {
    id: "tokens that are over at once",
    fails: ["token_response.expires_in"],
    alter: tokens(() => ({ expires_in: 0 })),
  },
  {
    id: "no expires_in",
    fails: ["token_response.expires_in_present"],
    alter: tokens(() => ({ expires_in: undefined })),
  },
  {
    id: "an access token with letters beyond ASCII",
    fails: ["token_response.access_token_text"],
    alter: otherAccessToken({ access_token: "Schlüssel-0123456789-abcdefghijklmnopqrstuvwxyz" }),
  },
  {
    id: "an access token that can be guessed",
    fails: ["token_response.access_token_entropy"],
    alter: otherAccessToken({ access_token: "token-1" }),
  },
  {
    id: "a refresh token that can be guessed",
    fails: ["token_response.refresh_token"],
    alter: tokens(() => ({ refresh_token: "refresh-1" })),
  },
  {
    id: "a refresh token with letters beyond ASCII",
    fails: ["token_response.refresh_token"],
    alter: tokens(() => ({ refresh_token: "Schlüssel-0123456789-abcdefghijklmnopqrstuvwxyz" })),
  },
]);
