import type { Module } from "../stage.ts";
import { begin } from "../steps/begin.ts";
import { logInAndAsk } from "../steps/log_in.ts";

/** An ordinary sign-in from beginning to end. */
export const server: Module = {
  id: "oidcc-server",
  summary: "A person signs in, the code is redeemed, and userinfo tells of them",
  run: async (stage) => {
    await logInAndAsk(await begin(stage));
  },
};

/** The same, with the secret in the form. */
export const serverClientSecretPost: Module = {
  id: "oidcc-server-client-secret-post",
  summary: "A client authenticates with its secret in the form",
  run: server.run,
};
