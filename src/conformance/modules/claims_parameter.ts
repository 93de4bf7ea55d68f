import { idTokenAlone } from "../parameters.ts";
import type { Module } from "../stage.ts";
import { expectUserInfo, presentAccessToken } from "../steps/ask_userinfo.ts";
import { begin } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";

const asked = ["name"];

/** One claim by the claims parameter, asked for at userinfo, or in the ID token where nothing else comes. */
export const claimsEssential: Module = {
  id: "oidcc-claims-essential",
  summary: "A claim that is asked for as essential is told",
  run: async (stage) => {
    const session = await begin(stage), alone = idTokenAlone(stage.variant);
    const wish = { [alone ? "id_token" : "userinfo"]: { name: { essential: true } } };
    const { idToken, access_token } = await logIn(session, {
      parameters: { claims: JSON.stringify(wish) },
      idTokenClaims: alone ? asked : [],
    });
    if (access_token === undefined) return;
    const response = await presentAccessToken(session, access_token);
    await expectUserInfo(session, response, { sub: String(idToken.claims.sub), asked });
  },
};
