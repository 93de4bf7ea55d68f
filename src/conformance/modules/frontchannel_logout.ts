import { frameChecks, frameLoaded } from "../checks/frontchannel_logout.ts";
import { dynamicOnly, type Module } from "../stage.ts";
import { beginLogout, postLogoutRedirectUri } from "../steps/begin_logout.ts";
import { logIn } from "../steps/log_in.ts";
import { expectReturned, expectSignedOut, logOut } from "../steps/log_out.ts";

/** A client is told by the browser of the person who signs out. */
export const frontchannelLogout: Module = {
  id: "oidcc-frontchannel-rp-initiated-logout",
  summary: "The browser of a person who signs out tells the client of which session, in a frame",
  run: async (stage) => {
    const { receiver, random } = stage;
    const path = `/frontchannel-logout${dynamicOnly(stage.variant) ? `/${crypto.randomUUID()}` : ""}`;
    const uri = receiver.publish(path, {
      type: "text/html; charset=utf-8",
      body: "<!doctype html><title>Signed out</title><p>The client has signed the person out.",
    });
    const session = await beginLogout(stage, {
      part: "frontchannel_logout_client",
      metadata: { frontchannel_logout_uri: uri, frontchannel_logout_session_required: true },
    });
    const { idToken } = await logIn(session);
    const request = {
      id_token_hint: idToken.raw,
      post_logout_redirect_uri: postLogoutRedirectUri(stage),
      state: random.text(24),
    };
    const visit = await logOut(session, request);
    const evidence = {
      frames: visit.frames,
      uri,
      issuer: session.server.issuer,
      sid: idToken.claims.sid,
    };
    if (stage.verify(frameLoaded, evidence)) stage.verifyAll(frameChecks, evidence);
    expectReturned(session, visit, request);
    await expectSignedOut(session);
  },
};
