import { err, ok, type Result } from "../domain/result.ts";
import type { Instant } from "../domain/time.ts";
import { mayTakeAway } from "../domain/upstream_identity.ts";
import { mayTakeWay } from "../domain/vouched_way.ts";
import { lockAccount } from "../store/accounts.ts";
import { withdrawNewConsents } from "../store/consents.ts";
import { findPasswordHash } from "../store/passwords.ts";
import type { Ports } from "../store/ports.ts";
import { linksOfSession } from "../store/session_upstreams.ts";
import { endSessionsOfAccount, type SessionRow } from "../store/sessions.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { revokeLastingFamilies } from "../store/token_families.ts";
import {
  identitiesOfAccount,
  restoreIdentity,
  undoIdentity,
  unlinkIdentity,
  upstreamOfIdentity,
} from "../store/upstream_identities.ts";
import { lockActiveUpstream } from "../store/upstreams.ts";
import { isRecent } from "./linked_upstreams.ts";
import { lockSession } from "./lock_session.ts";
import { mayAddWayIn } from "./may_add_way.ts";

/**
 * Why a link was not taken away. `last_way`: nothing else would let the person in; `newer_way`: they came by a new link
 * themselves; `weak_way`: somebody else vouches for the person by it, and they came by another.
 */
export type UnlinkRefusal =
  | "weak_way"
  | "not_recent"
  | "no_such_link"
  | "last_way"
  | "newer_way"
  | "too_late";

/** Judges whether a link may go. Two at once are decided one after the other, so that they cannot take the last two ways. */
async function mayGo(
  unit: TenantStore,
  session: SessionRow,
  { ref, at }: { readonly ref: string; readonly at: Instant },
): Promise<Exclude<UnlinkRefusal, "not_recent" | "too_late"> | undefined> {
  const { account_id } = session;
  if (!(await lockAccount(unit, account_id))) return "no_such_link";
  const rows = await identitiesOfAccount(unit, account_id), meant = rows.find(({ id }) => id === ref);
  if (!meant) return "no_such_link";
  if (!mayTakeAway(meant, await linksOfSession(unit, session), at)) return "newer_way";
  if (!mayTakeWay(meant, rows, { came: session, now: at })) return "weak_way";
  const another = rows.some(({ id, upstream_state }) => id !== ref && upstream_state === "active");
  return another || await findPasswordHash(unit, account_id) !== undefined ? undefined : "last_way";
}

type Take = (
  unit: TenantStore,
  identity: { readonly id: string; readonly account_id: string },
  at: Instant,
) => Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: string }>;

const takeAway = (
  { store, clock }: Ports,
  session: SessionRow,
  { ref, take }: { readonly ref: string; readonly take: Take },
): Promise<Result<void, UnlinkRefusal>> =>
  inUnit(store, async (unit) => {
    const at = clock(), open = await lockSession(unit, session.id, at);
    if (!open || !isRecent(open, at)) return err("not_recent");
    const fault = await mayGo(unit, open, { ref, at });
    if (fault) return err(fault);
    const taken = await take(unit, { id: ref, account_id: session.account_id }, at);
    if (taken.ok) return ok(undefined);
    return err(taken.refusal === "too_late" ? "too_late" : "no_such_link");
  });

/**
 * Takes a link away, so that the account elsewhere lets nobody in here any more; for some days it can be put back.
 *
 * @param ref As `linkedUpstreams` names it.
 */
export const unlinkUpstream = (ports: Ports, session: SessionRow, ref: string) =>
  takeAway(ports, session, { ref, take: unlinkIdentity });

/**
 * Undoes a link that was made a short time ago, because its owner did not make it: it cannot be put back, and whoever is
 * signed in elsewhere is signed out, because they may have come by it. What apps may do that outlives a session ends too
 * where it began since: a session by which somebody came may be over, and nothing says any more how it was signed in to.
 * So does what was agreed to since, or an app would get it anew without a question as soon as the owner comes by.
 */
export const undoLink = (ports: Ports, session: SessionRow, ref: string) =>
  takeAway(ports, session, {
    ref,
    take: async (unit, identity, at) => {
      const undone = await undoIdentity(unit, identity, at);
      if (!undone.ok) return undone;
      const { account_id, linked_at } = undone.row;
      await endSessionsOfAccount(unit, account_id, "link_undone", at, session.id);
      const since = { account_id, since: linked_at, kept: session.id };
      await revokeLastingFamilies(unit, since, at);
      await withdrawNewConsents(unit, since, at);
      return undone;
    },
  });

/** Why a link was not put back. `upstream_gone`: nobody can sign in with the upstream now. */
export type RestoreRefusal = "weak_way" | "not_recent" | "no_such_link" | "too_late" | "upstream_gone";

/** Puts a link back that its owner took away a short time ago, unless it was linked with another account since. */
export const restoreLink = (
  { store, clock }: Ports,
  session: SessionRow,
  ref: string,
): Promise<Result<void, RestoreRefusal>> =>
  inUnit(store, async (unit) => {
    const at = clock(), identity = { id: ref, account_id: session.account_id };
    if (!isRecent(session, at)) return err("not_recent");
    const upstream_id = await upstreamOfIdentity(unit, identity);
    if (upstream_id === undefined) return err("no_such_link");
    // So that nobody else links it meanwhile.
    if (!(await lockActiveUpstream(unit, upstream_id, "share"))) return err("upstream_gone");
    const open = await lockSession(unit, session.id, at);
    if (!open) return err("not_recent");
    if (!(await mayAddWayIn(unit, open, at))) return err("weak_way");
    const restored = await restoreIdentity(unit, identity, at);
    if (restored.ok) return ok(undefined);
    return err(restored.refusal === "too_late" ? "too_late" : "no_such_link");
  });
