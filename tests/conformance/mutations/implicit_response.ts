import { answering } from "../proxy/landing.ts";
import { codeAndToken, inModule, type Mutation, signIn } from "./mutation.ts";

export const mutations: readonly Mutation[] = inModule(signIn, [
  {
    id: "an access token of another type through the browser",
    fails: ["implicit_response.token_type"],
    alter: answering({ token_type: "mac" }),
  },
  {
    id: "an access token through the browser that is over at once",
    fails: ["implicit_response.expires_in"],
    alter: answering({ expires_in: "0" }),
  },
  {
    id: "no expires_in through the browser",
    fails: ["implicit_response.expires_in_present"],
    alter: answering({ expires_in: undefined }),
  },
  {
    id: "an access token through the browser that can be guessed",
    fails: ["implicit_response.access_token"],
    alter: answering({ access_token: "token-1" }),
  },
  {
    id: "an access token through the browser with letters beyond ASCII",
    fails: ["implicit_response.access_token"],
    alter: answering({ access_token: "Schlüssel-0123456789-abcdefghijklmnopqrstuvwxyz" }),
  },
  {
    id: "a refresh token through the browser",
    fails: ["implicit_response.no_refresh_token"],
    alter: answering({ refresh_token: "for-everyone-to-read" }),
  },
], codeAndToken);
