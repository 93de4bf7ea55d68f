import {
  newAccessToken,
  refreshAnnounced,
  refreshedIdTokenChecks,
  refusedToOthers,
} from "../checks/refresh_token.ts";
import { listIn } from "../server.ts";
import type { Session } from "../session.ts";
import type { Module } from "../stage.ts";
import { expectUserInfo, presentAccessToken } from "../steps/ask_userinfo.ts";
import { begin } from "../steps/begin.ts";
import { callTokenEndpoint } from "../steps/call_token_endpoint.ts";
import { type Login, logIn } from "../steps/log_in.ts";
import { obtainClient } from "../steps/obtain_client.ts";
import { expectTokenError, expectTokens } from "../steps/redeem.ts";
import { decodeJwt, verifyIdToken } from "../steps/verify_id_token.ts";

/** Signs in so that a refresh token is to be had (OpenID Connect Core section 11). */
async function logInOffline(session: Session): Promise<Login> {
  const offline = listIn(session.server, "scopes_supported").includes("offline_access");
  const parameters = offline ? { scope: "openid offline_access", prompt: "consent" } : {};
  const login = await logIn(session, { parameters });
  if (login.refresh_token !== undefined) session.stage.addSecret(login.refresh_token);
  return login;
}

/** Presents a refresh token as the session's client, for the scope that it has. */
const refresh = (session: Session, refresh_token: string, scope: string) => {
  const fields = { grant_type: "refresh_token", refresh_token, scope };
  return callTokenEndpoint(session, "refresh", { client: session.client, fields });
};

/** Refreshes once and looks at all that comes. @returns the refresh token that counts from then on. */
async function refreshOnce(session: Session, login: Login): Promise<string> {
  const { stage } = session, before = login.refresh_token!;
  const response = await refresh(session, before, login.request.parameters.scope!);
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
  expectUserInfo(session, told, { sub: String(login.idToken.claims.sub) });
  return tokens.refresh_token ?? before;
}

/** Refresh tokens of two clients. */
export const refreshToken: Module = {
  id: "oidcc-refresh-token",
  summary: "A refresh token yields new tokens, to its own client alone",
  waits: 1,
  run: async (stage) => {
    const session = await begin(stage), login = await logInOffline(session);
    const announced = listIn(session.server, "grant_types_supported").includes("refresh_token");
    stage.verify(refreshAnnounced, { announced, issued: login.refresh_token !== undefined });
    if (login.refresh_token === undefined) stage.skip("No refresh token was issued");
    await stage.wait(1.1); // so that the times of the two ID tokens differ
    const current = await refreshOnce(session, login);
    const other: Session = {
      ...session,
      client: await obtainClient(stage, session.server, "client2"),
      browser: stage.openBrowser(),
    };
    await logInOffline(other);
    const stolen = await refresh(other, current, login.request.parameters.scope!);
    if (stage.verify(refusedToOthers, stolen)) expectTokenError(other, stolen, ["invalid_grant"]);
  },
};
