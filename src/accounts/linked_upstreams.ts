import { sha256 } from "../crypto/digest.ts";
import type { Handle } from "../crypto/secret.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { LinkEvidence } from "../domain/upstream_arrival.ts";
import type { Instant, Seconds } from "../domain/time.ts";
import { lockAccount } from "../store/accounts.ts";
import { findPasswordHash } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { findOpenSession, type SessionRow } from "../store/sessions.ts";
import { inUnit } from "../store/tenant_store.ts";
import { completeUpstreamFlow, failUpstreamFlow } from "../store/upstream_flows.ts";
import {
  accountOfIdentity,
  identitiesOfAccount,
  type LinkedIdentity,
  linkIdentity,
  unlinkIdentity,
  type UpstreamSubject,
} from "../store/upstream_identities.ts";
import { lockActiveUpstream } from "../store/upstreams.ts";

/** How recently a person must have signed in to change what they sign in with. */
export const recentSignIn: Seconds = 600;

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
}

const refOf = ({ upstream_id, iss, sub }: UpstreamSubject) => sha256(JSON.stringify([upstream_id, iss, sub]));

/** The accounts elsewhere with which somebody signs in here, in the order in which they were linked. */
export async function linkedUpstreams(
  { store }: Ports,
  account_id: string,
): Promise<readonly LinkedUpstream[]> {
  const rows = await identitiesOfAccount(store, account_id);
  return rows.map((row) => ({
    ref: refOf(row),
    slug: row.slug,
    name: row.display_name,
    evidence: row.evidence,
    since: row.linked_at,
  }));
}

/** Why a link was not taken away. `last_way`: nothing else would let the person in. */
export type UnlinkRefusal = "not_recent" | "no_such_link" | "last_way";

const letsIn = ({ state }: LinkedIdentity) => state === "active";

/** Takes a link away, so that the account elsewhere lets nobody in here any more. @param ref As {@link linkedUpstreams} names it. */
export const unlinkUpstream = (
  { store, clock }: Ports,
  session: SessionRow,
  ref: string,
): Promise<Result<void, UnlinkRefusal>> =>
  inUnit(store, async (unit) => {
    if (!isRecent(session, clock())) return err("not_recent");
    // Two at once are decided one after the other, so that they cannot take the last two ways together.
    if (!(await lockAccount(unit, session.account_id))) return err("no_such_link");
    const rows = await identitiesOfAccount(unit, session.account_id);
    const row = rows.find((each) => refOf(each) === ref);
    if (!row) return err("no_such_link");
    const others = rows.filter((each) => each !== row && letsIn(each));
    if (others.length === 0 && await findPasswordHash(unit, session.account_id) === undefined) {
      return err("last_way");
    }
    await unlinkIdentity(unit, row);
    return ok(undefined);
  });

/** Why nothing was linked. `linked_elsewhere`: another account here has that account elsewhere. */
export type LinkRefusal = "signed_out" | "upstream_gone" | "linked_elsewhere" | "flow_over";

/**
 * Links somebody's account elsewhere with the account that they are signed in to here, which one browser has proven
 * both of within minutes.
 *
 * @param flow The flow that brought the proof; it ends with this.
 */
export const linkUpstream = (
  { store, clock }: Ports,
  { flow, subject, session_id }: {
    readonly flow: Handle;
    readonly subject: UpstreamSubject;
    readonly session_id: string;
  },
): Promise<Result<SessionRow, LinkRefusal>> =>
  inUnit(store, async (unit) => {
    const at = clock(),
      refuse = async (why: LinkRefusal) => {
        await failUpstreamFlow(unit, flow, at);
        return err(why);
      };
    if (!(await lockActiveUpstream(unit, subject.upstream_id, "update"))) {
      return await refuse("upstream_gone");
    }
    const session = await findOpenSession(unit, session_id, at);
    const account = session && await lockAccount(unit, session.account_id);
    if (!session || account?.state !== "active") return await refuse("signed_out");
    const linked = await accountOfIdentity(unit, subject);
    if (linked && linked.id !== account.id) return await refuse("linked_elsewhere");
    if (!(await completeUpstreamFlow(unit, flow, at)).ok) return err("flow_over");
    if (!linked) {
      await linkIdentity(unit, { ...subject, account_id: account.id, evidence: "signed_in", linked_at: at });
    }
    return ok(session);
  });
