import { answering, shapedCode } from "../proxy/landing.ts";
import { formPost, inModule, type Mutation, signIn } from "./mutation.ts";

export const mutations: readonly Mutation[] = [
  ...inModule(signIn, [
    {
      id: "an error beside the code",
      fails: ["authorization_response.no_error"],
      alter: answering({ error: "access_denied" }),
    },
    {
      id: "a code of seven characters",
      fails: ["authorization_code.length"],
      alter: shapedCode((code) => code.slice(-7)),
    },
    {
      id: "a long code of one letter",
      fails: ["authorization_code.entropy"],
      alter: shapedCode((code) => "a".repeat(code.length)),
    },
  ]),
  ...inModule(signIn, [
    {
      id: "an access token beside the code that was asked for",
      fails: ["authorization_response.members"],
      alter: answering({ access_token: "handed-out-too-early" }),
    },
  ], formPost),
];
