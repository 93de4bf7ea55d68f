import { userinfoPostBody } from "../checks/userinfo.ts";
import type { Module } from "../stage.ts";
import { expectUserInfo, presentAccessToken, type UserInfoMethod } from "../steps/ask_userinfo.ts";
import { begin } from "../steps/begin.ts";
import { logIn } from "../steps/log_in.ts";

const asks = (id: string, summary: string, method: UserInfoMethod): Module => ({
  id,
  summary,
  run: async (stage) => {
    const session = await begin(stage), { access_token, idToken } = await logIn(session);
    const response = await presentAccessToken(session, access_token!, method);
    // Only this way may be left out.
    if (method === "post-body" && !stage.verify(userinfoPostBody, response)) return;
    expectUserInfo(session, response, { sub: String(idToken.claims.sub) });
  },
});

/** The usual way. */
export const userinfoGet: Module = asks(
  "oidcc-userinfo-get",
  "Userinfo by GET with the token in the header",
  "get",
);

/** As a POST. */
export const userinfoPostHeader: Module = asks(
  "oidcc-userinfo-post-header",
  "Userinfo by POST with the token in the header",
  "post-header",
);

/** As a form. */
export const userinfoPostBodyModule: Module = asks(
  "oidcc-userinfo-post-body",
  "Userinfo by POST with the token in the form",
  "post-body",
);
