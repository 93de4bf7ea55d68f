import type { LinkEvidence } from "../domain/upstream_arrival.ts";
import type { Instant, Seconds } from "../domain/time.ts";
import { undoableSince } from "../domain/upstream_identity.ts";
import type { Ports } from "../store/ports.ts";
import type { SessionRow } from "../store/sessions.ts";
import { identitiesOfAccount, restorableIdentities } from "../store/upstream_identities.ts";

/** How recently a person must have signed in to change what they sign in with. */
const recentSignIn: Seconds = 600;

/** Whether a session's sign-in is recent enough to change what the account is signed in to with. */
export const isRecent = ({ signed_in_at }: Pick<SessionRow, "signed_in_at">, now: Instant): boolean =>
  signed_in_at >= now - recentSignIn;

/** Somebody's account elsewhere, with which they sign in here. */
export interface LinkedUpstream {
  /** Names it in forms; it tells nothing of who they are there. */
  readonly ref: string;
  readonly slug: string;
  readonly name: string;
  readonly evidence: LinkEvidence;
  readonly since: Instant;
  /** Whether it was made so short a time ago that its owner can still undo it. */
  readonly undoable: boolean;
}

/** One that was taken away, and can still be put back. */
export interface RemovedUpstream {
  readonly ref: string;
  readonly name: string;
  /** Until when. */
  readonly until: Instant;
}

/** The accounts elsewhere with which somebody signs in here, in the order in which they were linked. */
export async function linkedUpstreams(
  { store, clock }: Ports,
  account_id: string,
): Promise<readonly LinkedUpstream[]> {
  const rows = await identitiesOfAccount(store, account_id), now = clock();
  return rows.map((row) => ({
    ref: row.id,
    slug: row.slug,
    name: row.display_name,
    evidence: row.evidence,
    since: row.linked_at,
    undoable: row.linked_at > undoableSince(now),
  }));
}

/** Those that were taken away, and can be put back. */
export async function removedUpstreams(
  { store, clock }: Ports,
  account_id: string,
): Promise<readonly RemovedUpstream[]> {
  const rows = await restorableIdentities(store, account_id, clock());
  return rows.map((row) => ({ ref: row.id, name: row.display_name, until: row.expires_at }));
}
