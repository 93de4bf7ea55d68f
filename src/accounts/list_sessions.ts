import type { Instant } from "../domain/time.ts";
import type { Ports } from "../store/ports.ts";
import { type SessionRow, sessionsOfAccount } from "../store/sessions.ts";

/** An open session, as its owner sees it. */
export interface OpenSession {
  readonly id: string;
  /** It is the one that the list is shown in. */
  readonly here: boolean;
  readonly since: Instant;
  /** When it was last signed in to, or used to sign in to an app. */
  readonly lastSeen: Instant;
}

/** The open sessions of the account that is signed in here: this one first, then by when they were last seen. */
export async function listSessions(
  { store, clock }: Ports,
  current: SessionRow,
): Promise<readonly OpenSession[]> {
  const rows = await sessionsOfAccount(store, current.account_id, clock());
  return rows.map(({ id, created_at, state_at }) => ({
    id,
    here: id === current.id,
    since: created_at,
    lastSeen: state_at,
  })).toSorted((left, right) => Number(right.here) - Number(left.here));
}
