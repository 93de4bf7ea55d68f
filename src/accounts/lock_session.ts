import type { Instant } from "../domain/time.ts";
import { lockAccount } from "../store/accounts.ts";
import { findOpenSession, type SessionRow } from "../store/sessions.ts";
import type { TenantStore } from "../store/tenant_store.ts";

/**
 * A session that is open, with its active account locked until the unit ends. Whoever signs an account out everywhere
 * holds that lock, so that nothing is done in a session that ends just now.
 */
export async function lockSession(
  unit: TenantStore,
  session_id: string,
  at: Instant,
): Promise<SessionRow | undefined> {
  const session = await findOpenSession(unit, session_id, at);
  const account = session && await lockAccount(unit, session.account_id);
  // Where the lock was waited for, the session may have ended since.
  return account?.state === "active" ? await findOpenSession(unit, session_id, at) : undefined;
}
