import type { Visit } from "../agent.ts";
import { interactionErrors } from "../checks/authorization_error.ts";
import {
  logoutPage,
  logoutResponseChecks,
  returned,
  sessionEnded,
  staysAfterLogout,
} from "../checks/logout.ts";
import { noPage } from "../checks/login_state.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";
import { authorize, expectRefused } from "./authorize.ts";

/** What a logout request says (OpenID Connect RP-Initiated Logout section 2). */
export interface LogoutRequest {
  readonly id_token_hint?: string;
  readonly post_logout_redirect_uri?: string;
  readonly state?: string;
}

/** Sends the browser to sign out, and lets the person do what the pages ask. */
export async function logOut({ stage, server, browser }: Session, request: LogoutRequest): Promise<Visit> {
  const url = new URL(endpointOf(server, "end_session_endpoint"));
  for (const [name, value] of Object.entries(request)) url.searchParams.set(name, value);
  if (request.id_token_hint !== undefined) stage.addSecret(request.id_token_hint);
  return await browser.open(url.href);
}

/** The browser has to come back as the request asks. */
export function expectReturned(
  { stage }: Session,
  visit: Visit,
  { post_logout_redirect_uri: uri, state }: LogoutRequest & { readonly post_logout_redirect_uri: string },
): void {
  stage.require([returned], visit);
  stage.verifyAll(logoutResponseChecks, { arrival: visit.arrival!, uri, state });
}

/** The browser has to stay at a page that says what became of it. */
export function expectLogoutPage({ stage }: Session, visit: Visit): void {
  for (const { page } of visit.asked) stage.showPage("Page on the way", page);
  stage.require([staysAfterLogout], visit);
  if (!visit.page) return;
  stage.showPage("Page after signing out", visit.page);
  stage.verify(logoutPage, visit.page);
}

/** Nobody is to be signed in any more. */
export async function expectSignedOut(session: Session): Promise<void> {
  const { stage } = session, authorization = await authorize(session, { parameters: { prompt: "none" } });
  if (!stage.verify(sessionEnded, authorization.visit)) return;
  stage.verify(noPage, authorization.visit);
  expectRefused(session, authorization, interactionErrors);
}
