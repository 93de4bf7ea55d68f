import { signOut } from "../accounts/end_session.ts";
import type { Handle } from "../crypto/secret.ts";
import { frontchannelLogouts } from "../store/session_clients.ts";
import { openSessions, type SessionRow } from "../store/sessions.ts";
import type { Onward } from "../op/end_session.ts";
import { leaveBrowser } from "./browser_state.ts";
import { hostOf } from "./client_card.ts";

import type { HttpContext } from "./env.ts";
import { answerPage, pageSetting } from "./page.tsx";
import { SignedOutPage } from "./pages/signed_out.tsx";

/** The address that tells one app, with issuer and session where it wants them (OpenID Connect Front-Channel Logout section 2). */
function frame(issuer: string, { uri, sid, named }: Awaited<ReturnType<typeof frontchannelLogouts>>[number]) {
  const url = new URL(uri);
  if (named) {
    url.searchParams.set("iss", issuer);
    url.searchParams.set("sid", sid);
  }
  return url;
}

/**
 * Signs out in this browser, and says so on a page that tells the apps.
 *
 * @param which The session that ends; undefined: all of this browser.
 * @param onward Where the person goes then; given whether somebody else is still signed in here.
 */
export async function signOutHere(
  c: HttpContext,
  browser: Handle,
  { which, onward }: {
    readonly which: SessionRow | undefined;
    readonly onward: (left: boolean) => Onward | undefined;
  },
): Promise<Response> {
  const { provider } = c.var, { store, clock, tenant } = provider;
  const ending = which ? [which] : await openSessions(store, browser, clock());
  const told = await frontchannelLogouts(store, ending.map(({ id }) => id));
  const left = await signOut(provider, browser, which);
  await leaveBrowser(c, browser, left);
  return answerSignedOut(c, told.map((client) => frame(tenant.issuer, client)), onward(left));
}

/** Says that nobody is signed in here any more, or sends the person on where no app has to be told and nothing shown first. */
export function answerSignedOut(c: HttpContext, frames: readonly URL[], onward?: Onward): Response {
  c.header("Cache-Control", "no-store");
  if (onward && !onward.shown && frames.length === 0) return c.redirect(onward.location, 303);
  const page = (
    <SignedOutPage
      setting={pageSetting(c)}
      frames={frames.map(({ href }) => href)}
      onward={onward && { ...onward, host: hostOf(onward.location) }}
    />
  );
  return answerPage(c, page, { frames: [...new Set(frames.map(({ origin }) => origin))] });
}
