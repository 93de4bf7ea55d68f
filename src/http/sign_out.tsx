import { signOut } from "../accounts/end_session.ts";
import type { Handle } from "../crypto/secret.ts";
import { frontchannelLogouts } from "../store/session_clients.ts";
import { upstreamsToLeave } from "../store/session_upstreams.ts";
import { openSessions, type SessionRow } from "../store/sessions.ts";
import type { Onward } from "../op/end_session.ts";
import type { LogoutWay } from "../rp/logout/upstream_logout.ts";
import { leaveBrowser } from "./browser_state.ts";
import { hostOf } from "./client_card.ts";
import type { HttpContext } from "./env.ts";
import { answerPage, pageSetting } from "./page.tsx";
import { SignedOutPage } from "./pages/signed_out.tsx";
import { waysToUpstreams } from "./upstream_logout.ts";

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
 * Signs out in this browser, and says so on a page that tells the apps, or at the upstreams that the sessions came from.
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
  const ending = (which ? [which] : await openSessions(store, browser, clock())).map(({ id }) => id);
  const told = await frontchannelLogouts(store, ending), lefts = await upstreamsToLeave(store, ending);
  const left = await signOut(provider, browser, which);
  await leaveBrowser(c, browser, left);
  const frames = told.map((client) => frame(tenant.issuer, client)), then = onward(left);
  const ways = await waysToUpstreams(c, lefts, then), always = ways.find(({ logout }) => logout === "always");
  if (!always) return answerSignedOut(c, { frames, onward: then, ways });
  // A form of ours may lead to nowhere but us (the page's form-action), so the page leads on by itself.
  const paged = c.req.method === "POST";
  return answerSignedOut(c, { frames, onward: { location: always.location, shown: false }, paged });
}

/** What is to be done about somebody who is signed out. */
interface SignedOut {
  /** Addresses that tell apps. */
  readonly frames?: readonly URL[];
  /** Where the person goes then. */
  readonly onward?: Onward | undefined;
  /** Upstreams at which they may sign out too: shown where the page stays, so that nobody's way is held up by them. */
  readonly ways?: readonly LogoutWay[];
  /** By a page even where nothing has to be shown. */
  readonly paged?: boolean;
}

/** Says that nobody is signed in here any more, or sends the person on where no app has to be told and nothing shown first. */
export function answerSignedOut(
  c: HttpContext,
  { frames = [], onward, ways = [], paged = false }: SignedOut,
): Response {
  c.header("Cache-Control", "no-store");
  const passes = onward !== undefined && !onward.shown;
  if (passes && frames.length === 0 && !paged) return c.redirect(onward.location, 303);
  const page = (
    <SignedOutPage
      setting={pageSetting(c)}
      frames={frames.map(({ href }) => href)}
      onward={onward && { ...onward, host: hostOf(onward.location) }}
      upstreams={passes ? [] : ways}
    />
  );
  return answerPage(c, page, { frames: [...new Set(frames.map(({ origin }) => origin))] });
}
