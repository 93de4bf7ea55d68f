import { noSignIn, pageChecks, staysAtServer } from "../checks/error_page.ts";
import { type Authorization, expectRefused } from "./authorize.ts";
import type { Session } from "../session.ts";

/** The browser has to stay at the server, at a page that tells of an error. */
export function expectErrorPage({ stage }: Session, { visit }: Authorization): void {
  stage.require([staysAtServer], visit);
  if (!visit.page) return;
  stage.showPage("Error page", visit.page);
  stage.verifyAll(pageChecks, visit.page);
  stage.verify(noSignIn, visit);
}

/** Either an error page, or an error to the client of those that are right. */
export function expectPageOrRefused(
  session: Session,
  authorization: Authorization,
  allowed: readonly string[],
): void {
  if (authorization.visit.arrival) expectRefused(session, authorization, allowed);
  else expectErrorPage(session, authorization);
}
