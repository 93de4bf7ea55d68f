import { answering, asking } from "../proxy/landing.ts";
import { idTokenAlone, inModule, type Mutation, signedOut } from "./mutation.ts";

export const mutations: readonly Mutation[] = [
  ...inModule("oidcc-prompt-none-not-logged-in", [
    {
      id: "an error for something else",
      fails: ["authorization_error.code"],
      alter: answering({ error: "server_error" }),
    },
    {
      id: "a code beside an error",
      fails: ["authorization_error.nothing_granted"],
      alter: answering({ code: "granted-all-the-same" }),
    },
    {
      id: "an error_description with letters beyond ASCII",
      fails: ["authorization_error.description"],
      alter: answering({ error_description: "Niemand ist angemeldet – schade" }),
    },
    {
      id: "an error_description of two lines",
      fails: ["authorization_error.description_lines"],
      alter: answering({ error_description: "Nobody\nis signed in" }),
    },
    {
      id: "an error_uri with spaces",
      fails: ["authorization_error.uri"],
      alter: answering({ error_uri: "see our manual" }),
    },
    {
      id: "a member of its own in an error",
      fails: ["authorization_error.members"],
      alter: answering({ debug: "line 42" }),
    },
  ], signedOut),
  ...inModule("oidcc-ensure-request-without-nonce-fails", [
    {
      id: "a nonce that nobody misses",
      fails: ["authorization_error.code", "authorization_error.nothing_granted"],
      alter: asking({ nonce: "of-the-server-itself" }),
    },
  ], idTokenAlone),
];
