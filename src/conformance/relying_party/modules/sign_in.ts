import type { Module, Stage } from "../../stage.ts";
import { claimScopesAsked } from "../checks/authorization_request.ts";
import { expectAccepted } from "../expect.ts";
import { meet, type Meeting } from "../meet.ts";
import { requestsTo, type SignIn, signIn } from "../sign_in.ts";

/** Signs in at a provider without faults. */
async function signInWell(stage: Stage): Promise<{ readonly meeting: Meeting; readonly met: SignIn }> {
  const meeting = await meet(stage), met = await signIn(meeting);
  expectAccepted(meeting, met);
  return { meeting, met };
}

/** An ordinary sign-in. */
export const relyingParty: Module = {
  id: "oidcc-client-test",
  summary: "A person signs in with the provider, and userinfo is asked for",
  run: async (stage) => {
    await signInWell(stage);
  },
};

/** The secret in the header. */
export const clientSecretBasic: Module = {
  id: "oidcc-client-test-client-secret-basic",
  summary: "The relying party authenticates by client_secret_basic",
  run: relyingParty.run,
};

/** Claims by scopes. */
export const scopeUserinfoClaims: Module = {
  id: "oidcc-client-test-scope-userinfo-claims",
  summary: "The relying party asks for claims by scopes",
  run: async (stage) => {
    const { meeting: { party }, met } = await signInWell(stage);
    stage.verify(claimScopesAsked, { request: requestsTo(met, "authorization_endpoint")[0]!.query, party });
  },
};
