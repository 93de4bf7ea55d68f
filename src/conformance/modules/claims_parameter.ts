import type { Module } from "../stage.ts";
import { expectUserInfo, presentAccessToken } from "../steps/ask_userinfo.ts";
import { begin } from "../steps/begin.ts";
import { idTokenAlone, logIn } from "../steps/log_in.ts";
import { idTokenHasAsked } from "../checks/id_token.ts";

/** One claim by the claims parameter, in the place that it is asked for. */
export const claimsEssential: Module = {
  id: "oidcc-claims-essential",
  summary: "A claim that is asked for as essential is told",
  run: async (stage) => {
    const session = await begin(stage), inIdToken = idTokenAlone(session);
    const claims = JSON.stringify({ [inIdToken ? "id_token" : "userinfo"]: { name: { essential: true } } });
    const { idToken, access_token } = await logIn(session, {
      parameters: { claims },
      idTokenClaims: inIdToken ? ["name"] : [],
    });
    if (inIdToken) stage.verify(idTokenHasAsked, { claims: idToken.claims, asked: ["name"] });
    else {
      const response = await presentAccessToken(session, access_token!);
      await expectUserInfo(session, response, { sub: String(idToken.claims.sub), asked: ["name"] });
    }
  },
};
