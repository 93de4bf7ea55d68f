import { refusedAtOnce, refusedLater } from "../checks/code_reuse.ts";
import { userinfoAfterReplay } from "../checks/userinfo.ts";
import { frontCode } from "../parameters.ts";
import type { Module } from "../stage.ts";
import { presentAccessToken } from "../steps/ask_userinfo.ts";
import { begin } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";
import { expectTokenError, presentCode } from "../steps/redeem.ts";

/** At once. */
export const codeReuse: Module = {
  id: "oidcc-codereuse",
  summary: "A code that comes a second time at once is refused",
  appliesTo: frontCode,
  run: async (stage) => {
    const session = await begin(stage), { code } = await logIn(session);
    const again = await presentCode(session, code!);
    if (stage.verify(refusedAtOnce, again)) expectTokenError(session, again, ["invalid_grant"]);
  },
};

/** After half a minute, when everything has settled. */
export const codeReuse30Seconds: Module = {
  id: "oidcc-codereuse-30seconds",
  summary: "A code that comes a second time after 30 seconds is refused, and its access token stops",
  waits: 30,
  appliesTo: frontCode,
  run: async (stage) => {
    const session = await begin(stage), { code, access_token } = await logIn(session);
    await stage.wait(30);
    const again = await presentCode(session, code!);
    if (stage.verify(refusedLater, again)) expectTokenError(session, again, ["invalid_grant"]);
    stage.verify(userinfoAfterReplay, await presentAccessToken(session, access_token!));
  },
};
