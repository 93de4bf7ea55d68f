import { Buffer } from "node:buffer";
import { sha256 } from "../crypto/digest.ts";
import type { Handle, Secret } from "../crypto/secret.ts";
import { none } from "../domain/machine.ts";
import type { Instant } from "../domain/time.ts";
import { openSessions, openSessionsIn, type SessionRow } from "../store/sessions.ts";
import { openJson, type PlaceInTenant, sealJson } from "../store/tenant_seal.ts";
import { clearBrowserCookies, readBrowser, writeBrowserCookies } from "./cookies/browser.ts";
import { readBrowserState, writeBrowserState } from "./cookies/browser_state.ts";
import type { HttpContext } from "./env.ts";

/**
 * What a browser's state stands for: who is signed in there. It is sealed, so that it is random to everybody else and
 * nothing can be had with it, and we can tell later whether it still holds, however a session ended.
 */
interface Standing {
  readonly browser_id: string;
  /** Digest of the sessions' ids. */
  readonly sessions: string;
}

const place: PlaceInTenant = ["browser", "state", "-"];

const isOffered = (c: HttpContext) => c.var.provider.tenant.policy.session_management ?? false;

const digestOf = (sessions: readonly SessionRow[]) =>
  sha256(sessions.map(({ id }) => id).toSorted().join(" "));

function write(c: HttpContext, sessions: readonly SessionRow[]): string {
  const standing: Standing = { browser_id: sessions[0]?.browser_id ?? none, sessions: digestOf(sessions) };
  const state = Buffer.from(sealJson(c.var.provider, place, standing)).toString("base64url");
  writeBrowserState(c, state);
  c.set("browserState", state);
  return state;
}

function read(c: HttpContext, state: string): Standing | undefined {
  return /^[\w-]+$/.test(state)
    ? openJson(c.var.provider, place, Buffer.from(state, "base64url"))
    : undefined;
}

/** Renews the state of a browser as a sign-in comes or goes there. @param browser The handle of its present secret. */
async function renew(c: HttpContext, browser: Handle | undefined): Promise<string> {
  const { store, clock } = c.var.provider;
  return write(c, await openSessions(store, browser, clock()));
}

/** Gives the browser its new secret, and with it another state. */
export async function giveBrowser(
  c: HttpContext,
  { cookie, expiresAt }: { readonly cookie: Secret<"browser">; readonly expiresAt: Instant },
): Promise<void> {
  writeBrowserCookies(c, cookie, expiresAt);
  if (isOffered(c)) await renew(c, cookie.handle);
}

/** Notes that somebody signed out in this browser. @param left Whether somebody else is still signed in. */
export async function leaveBrowser(c: HttpContext, browser: Handle, left: boolean): Promise<void> {
  if (!left) clearBrowserCookies(c);
  if (isOffered(c)) await renew(c, left ? browser : undefined);
}

/**
 * Gives the browser another state where sessions of it ended without it: elsewhere, by an administrator, by time. Its
 * own cookie does not come to frames of other sites, and then the state itself tells which browser this is.
 *
 * @see OpenID Connect Session Management section 3.2
 */
export async function checkBrowserState(c: HttpContext): Promise<void> {
  const state = isOffered(c) ? readBrowserState(c) : undefined;
  if (state === undefined) return;
  const { store, clock } = c.var.provider, standing = read(c, state), browser = readBrowser(c), now = clock();
  const sessions = browser
    ? await openSessions(store, browser, now)
    : await openSessionsIn(store, standing?.browser_id ?? none, now);
  if (standing?.sessions === digestOf(sessions)) c.set("browserState", state);
  else write(c, sessions);
}

/**
 * The browser's state as this answer leaves it; one without gets one.
 *
 * @returns undefined where the tenant's policy does not offer that.
 */
export const browserState = async (c: HttpContext): Promise<string | undefined> =>
  isOffered(c) ? c.var.browserState ?? await renew(c, readBrowser(c)) : undefined;
