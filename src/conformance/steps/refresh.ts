import type { WireResponse } from "../exchange.ts";
import { listIn } from "../server.ts";
import type { Session } from "../session.ts";
import { callTokenEndpoint } from "./call_token_endpoint.ts";
import { type Login, logIn } from "./log_in.ts";

/** Signs in so that a refresh token is to be had (OpenID Connect Core section 11). */
export function logInOffline(session: Session): Promise<Login> {
  const offline = listIn(session.server, "scopes_supported").includes("offline_access");
  const parameters = offline ? { scope: "openid offline_access", prompt: "consent" } : {};
  return logIn(session, { parameters });
}

/** Presents a refresh token as the session's client. */
export const refresh = (
  session: Session,
  refresh_token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<WireResponse> =>
  callTokenEndpoint(session, "refresh", {
    client: session.client,
    fields: { grant_type: "refresh_token", refresh_token, ...more },
  });
