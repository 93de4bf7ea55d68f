import { userinfoAlgAnnounced } from "../checks/discovery.ts";
import { userinfoPostBody } from "../checks/userinfo.ts";
import { idTokenAlone } from "../parameters.ts";
import { listIn } from "../server.ts";
import { dynamicOnly, type Module } from "../stage.ts";
import { expectUserInfo, presentAccessToken, type UserInfoMethod } from "../steps/ask_userinfo.ts";
import { begin, beginWith } from "../steps/begin.ts";
import { logIn, logInAndAsk } from "../steps/log_in.ts";

const asks = (id: string, summary: string, method: UserInfoMethod): Module => ({
  id,
  summary,
  appliesTo: (variant) => !idTokenAlone(variant),
  run: async (stage) => {
    const session = await begin(stage), { access_tokens, idToken } = await logIn(session);
    for (const access_token of access_tokens) {
      const response = await presentAccessToken(session, access_token, method);
      // Only this way may be left out.
      if (method === "post-body" && !stage.verify(userinfoPostBody, response)) return;
      await expectUserInfo(session, response, { sub: String(idToken.claims.sub) });
    }
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

/** As a signed JWT. */
export const userinfoRs256: Module = {
  id: "oidcc-userinfo-rs256",
  summary: "A client that is registered for it gets userinfo signed with RS256",
  appliesTo: (variant) => dynamicOnly(variant) && !idTokenAlone(variant),
  run: async (stage) => {
    const session = await beginWith(stage, { metadata: { userinfo_signed_response_alg: "RS256" } });
    const supported = listIn(session.server, "userinfo_signing_alg_values_supported");
    stage.verify(userinfoAlgAnnounced, { alg: "RS256", supported });
    await logInAndAsk(session);
  },
};
