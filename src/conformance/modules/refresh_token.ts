import {
  newAccessToken,
  refreshAnnounced,
  refreshedIdTokenChecks,
  refusedToOthers,
} from "../checks/refresh_token.ts";
import { frontCode } from "../parameters.ts";
import { listIn } from "../server.ts";
import type { Session } from "../session.ts";
import type { Module } from "../stage.ts";
import { expectUserInfo, presentAccessToken } from "../steps/ask_userinfo.ts";
import { begin } from "../steps/begin.ts";
import type { Login } from "../steps/log_in.ts";
import { obtainClient } from "../steps/obtain_client.ts";
import { expectTokenError, expectTokens } from "../steps/redeem.ts";
import { logInOffline, refresh } from "../steps/refresh.ts";
import { verifyIdToken } from "../steps/verify_id_token.ts";
import { decodeJwt } from "../steps/verify_jwt.ts";

/** Refreshes once and looks at all that comes. @returns the refresh token that counts from then on. */
async function refreshOnce(session: Session, login: Login): Promise<string> {
  const { stage } = session, before = login.refresh_token!;
  const { scope = "" } = login.request.parameters, response = await refresh(session, before, { scope });
  const tokens = expectTokens(session, response, { idTokenDue: false });
  stage.verify(newAccessToken, { first: login.access_token!, refreshed: tokens.access_token });
  if (tokens.id_token !== undefined) {
    // A nonce may be left out, but not be another (OpenID Connect Core section 12.2).
    const leftOut = decodeJwt(tokens.id_token)?.claims.nonce === undefined;
    const refreshed = await verifyIdToken(session, tokens.id_token, {
      nonce: leftOut ? undefined : login.request.parameters.nonce,
      access_token: tokens.access_token,
      code: undefined,
      front: false,
      asked: [],
    });
    stage.verifyAll(refreshedIdTokenChecks, { first: login.idToken.claims, refreshed: refreshed.claims });
  }
  const told = await presentAccessToken(session, tokens.access_token);
  await expectUserInfo(session, told, { sub: String(login.idToken.claims.sub) });
  return tokens.refresh_token ?? before;
}

/** Refresh tokens of two clients. */
export const refreshToken: Module = {
  id: "oidcc-refresh-token",
  summary: "A refresh token yields new tokens, to its own client alone",
  waits: 1,
  appliesTo: frontCode,
  run: async (stage) => {
    const session = await begin(stage), login = await logInOffline(session);
    const announced = listIn(session.server, "grant_types_supported").includes("refresh_token");
    stage.verify(refreshAnnounced, { announced, issued: login.refresh_token !== undefined });
    if (login.refresh_token === undefined) return stage.skip("No refresh token was issued");
    await stage.wait(1.1); // so that the times of the two ID tokens differ
    const current = await refreshOnce(session, login);
    const other: Session = {
      ...session,
      client: await obtainClient(stage, session.server, { part: "client2" }),
      browser: stage.openBrowser(),
    };
    await logInOffline(other);
    const stolen = await refresh(other, current);
    if (stage.verify(refusedToOthers, stolen)) expectTokenError(other, stolen, ["invalid_grant"]);
  },
};
