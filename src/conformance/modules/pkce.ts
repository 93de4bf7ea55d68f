import { createHash } from "node:crypto";
import type { Module } from "../stage.ts";
import { begin } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";

/** PKCE works, or is ignored, but causes no error (RFC 7636). */
export const validPkce: Module = {
  id: "oidcc-ensure-request-with-valid-pkce-succeeds",
  summary: "A request with a code_challenge, and its verifier at the token endpoint, succeed",
  run: async (stage) => {
    const code_verifier = stage.random.text(64);
    stage.addSecret(code_verifier);
    const code_challenge = createHash("sha256").update(code_verifier).digest("base64url");
    await logIn(await begin(stage), {
      parameters: { code_challenge, code_challenge_method: "S256" },
      redemption: { code_verifier },
    });
  },
};
