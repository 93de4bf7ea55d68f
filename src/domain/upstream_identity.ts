import { type Guard, machine } from "./machine.ts";
import { day, type Instant, type Seconds } from "./time.ts";

const owned = ["account_id", "=", "account", "other_account"] as const satisfies Guard;

/**
 * Who somebody is at an upstream, linked with an account here. For some days a link can be undone by whoever owns the
 * account, because they did not make it, and one that they took away can be put back. What was undone stays so.
 */
export const upstreamIdentity = machine({
  name: "upstream_identity",
  key: ["id"],
  initial: "linked",
  cells: {
    linked: { unlink: "unlinked", undo: "undone", restore: "!linked" },
    unlinked: { unlink: "!unlinked", undo: "!unlinked", restore: "linked" },
    undone: { unlink: "!undone", undo: "!undone", restore: "!undone" },
  },
  guards: {
    unlink: [owned],
    undo: [owned, ["linked_at", ">", "since", "too_late"]],
    restore: [owned, ["expires_at", ">", "now", "too_late"]],
  },
  trail: ["upstream_id", "account_id", "evidence"],
});

/** For so long a link can be undone after it was made, and put back after it was taken away. */
export const takeBackPeriod: Seconds = 7 * day;

/** Links can be undone that were made after this. */
export const undoableSince = (now: Instant): Instant => now - takeBackPeriod;

/**
 * Whether somebody may take a link away: not who came by links alone that are both newer and so new that they can be
 * undone, because whoever made those may not own the account, and must not lock its owner out.
 *
 * @param cameBy When the links were made by which they came; none where they came by a password.
 */
export const mayTakeAway = (
  link: { readonly linked_at: Instant },
  cameBy: readonly Instant[],
  now: Instant,
): boolean =>
  cameBy.length === 0 || cameBy.some((made) => made <= link.linked_at || made <= undoableSince(now));

/** Who somebody is at an upstream. The issuer is part of it: one upstream may speak for several. */
export interface UpstreamSubject {
  readonly upstream_id: string;
  readonly iss: string;
  readonly sub: string;
}
