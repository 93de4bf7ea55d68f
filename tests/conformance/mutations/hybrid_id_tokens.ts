import { frontIdToken } from "../proxy/landing.ts";
import { everythingAtOnce, inModule, type Mutation, signIn } from "./mutation.ts";

export const mutations: readonly Mutation[] = inModule(signIn, [
  {
    id: "the issuer of another beside a code",
    fails: ["hybrid_id_tokens.iss", "id_token.iss"],
    alter: frontIdToken(() => ({ iss: "https://attacker.example" })),
  },
  {
    id: "another person beside the code than for it",
    fails: ["hybrid_id_tokens.sub"],
    alter: frontIdToken(() => ({ sub: "somebody-else" })),
  },
  {
    id: "another auth_time beside the code than for it",
    fails: ["hybrid_id_tokens.auth_time"],
    alter: frontIdToken(({ auth_time }) => ({ auth_time: Number(auth_time) - 1 })),
  },
], everythingAtOnce);
