import type { Visit } from "../agent.ts";
import {
  changedAfter,
  sessionStatePresent,
  sessionStateText,
  unchangedBefore,
} from "../checks/session_state.ts";
import { valueOf } from "../parameters.ts";
import type { Module } from "../stage.ts";
import { beginLogout, postLogoutRedirectUri } from "../steps/begin_logout.ts";
import { logIn } from "../steps/log_in.ts";
import { expectReturned, expectSignedOut, logOut } from "../steps/log_out.ts";
import { askFrame } from "../steps/watch_session.ts";

/** Wherever the response stands. */
const sessionStateIn = ({ arrival }: Visit) =>
  arrival && valueOf([
    ...arrival.url.searchParams,
    ...new URLSearchParams(arrival.url.hash.slice(1)),
    ...arrival.fields,
  ], "session_state");

/** A page of the client asks a frame of the server. */
export const sessionManagement: Module = {
  id: "oidcc-session-management-rp-initiated-logout",
  summary: "A page of the client learns that the person signed out",
  run: async (stage) => {
    const session = await beginLogout(stage), { idToken, visit } = await logIn(session);
    const session_state = sessionStateIn(visit);
    stage.require([sessionStatePresent], session_state);
    stage.require([sessionStateText], session_state!);
    const scripted = await stage.scriptBrowser();
    if ("why" in scripted) return stage.skip(`A frame answers by script, and ${scripted.why}`);
    stage.verify(unchangedBefore, await askFrame(session, scripted, session_state!));
    const request = {
      id_token_hint: idToken.raw,
      post_logout_redirect_uri: postLogoutRedirectUri(stage),
      state: stage.random.text(24),
    };
    expectReturned(session, await logOut(session, request), request);
    stage.verify(changedAfter, await askFrame(session, scripted, session_state!));
    await expectSignedOut(session);
  },
};
