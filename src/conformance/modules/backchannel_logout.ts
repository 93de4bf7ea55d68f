import { dynamicOnly, type Module } from "../stage.ts";
import { beginLogout, postLogoutRedirectUri } from "../steps/begin_logout.ts";
import { logIn } from "../steps/log_in.ts";
import { expectReturned, expectSignedOut, logOut } from "../steps/log_out.ts";
import { expectLogoutToken } from "../steps/logout_token.ts";

/** A client is told by the server. */
export const backchannelLogout: Module = {
  id: "oidcc-backchannel-rp-initiated-logout",
  summary: "The server tells the client of a session that ended, by a logout token",
  waits: 2,
  run: async (stage) => {
    const { variant, random } = stage;
    // An address of its own, as far as it may be: what comes there is about this session and no other.
    const path = `/backchannel-logout${dynamicOnly(variant) ? `/${crypto.randomUUID()}` : ""}`;
    const inbox = stage.listen("logout token", path);
    const session = await beginLogout(stage, {
      part: "backchannel_logout_client",
      metadata: { backchannel_logout_uri: inbox.url, backchannel_logout_session_required: true },
    });
    const { idToken } = await logIn(session);
    const request = {
      id_token_hint: idToken.raw,
      post_logout_redirect_uri: postLogoutRedirectUri(stage),
      state: random.text(24),
    };
    expectReturned(session, await logOut(session, request), request);
    await expectLogoutToken(session, inbox, idToken);
    await expectSignedOut(session);
  },
};
