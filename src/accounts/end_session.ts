import type { Handle } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Ports } from "../store/ports.ts";
import { lapsedSessions } from "../store/lapsed_sessions.ts";
import {
  endBrowser,
  endSession,
  endSessionsOfAccount,
  openSessions,
  type SessionRow,
} from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";

/** Why sessions end that their owner ends, as it stands with them. */
const signedOut = "signed_out";

/**
 * Ends one session of the account that is signed in here.
 *
 * @param id Which; one of another account is told like one that never was.
 * @returns err: there is no such open session of this account.
 */
export async function endOneSession(
  { store, clock }: Ports,
  { account_id }: SessionRow,
  id: string,
): Promise<Result<void, "no_such_session">> {
  const ended = await inUnit(store, (unit) => endSession(unit, { id, account_id }, signedOut, clock()));
  return ended.ok ? ok(undefined) : err("no_such_session");
}

/** Ends what time has ended, so that the clients of those sessions are told. @returns how many there were. */
export async function endLapsedSessions({ store, clock }: Ports): Promise<number> {
  const lapsed = await lapsedSessions(store, clock(), 200);
  for (const session of lapsed) {
    await inUnit(store, (unit) => endSession(unit, session, "expired", clock()));
  }
  return lapsed.length;
}

/** Ends every session of the account but the one that is used here. */
export const endOtherSessions = ({ store, clock }: Ports, { id, account_id }: SessionRow): Promise<void> =>
  inUnit(store, (unit) => endSessionsOfAccount(unit, account_id, signedOut, clock(), id));

/**
 * Signs out in this browser: one account, or all that are signed in here. With the last one the browser's cookie stops
 * to count.
 *
 * @param which The session that ends; undefined: all of this browser.
 * @returns whether somebody is still signed in in this browser.
 */
export const signOut = (
  { store, clock }: Ports,
  browser: Handle,
  which: SessionRow | undefined,
): Promise<boolean> =>
  inUnit(store, async (unit) => {
    const at = clock();
    if (which) await endSession(unit, which, signedOut, at);
    const left = which ? await openSessions(unit, browser, at) : [];
    if (left.length > 0) return true;
    await endBrowser(unit, browser, signedOut, at);
    return false;
  });
