import type { Instant } from "./time.ts";
import type { LinkEvidence } from "./upstream_arrival.ts";
import { takeBackPeriod } from "./upstream_identity.ts";

/** A way into an account by an upstream. */
export interface UpstreamWay {
  readonly upstream_id: string;
  readonly upstream_state: string;
  /** Classes in which the upstream is believed. */
  readonly trusted_acr: readonly string[];
  readonly evidence: LinkEvidence;
  readonly linked_at: Instant;
}

/** How somebody signed in: by which upstream, `-` for a password, and in which class. */
export interface CameBy {
  readonly signed_in_by: string;
  readonly acr: string;
}

/**
 * Whether an upstream that is believed in classes vouches by this way for the account's own person: the account was made
 * by it, or it is older than what can be undone. A newer one may be somebody's who only knows the password.
 */
export const isVouchedWay = (
  { upstream_state, trusted_acr, evidence, linked_at }: UpstreamWay,
  now: Instant,
): boolean =>
  upstream_state === "active" && trusted_acr.length > 0 &&
  (evidence === "created" || evidence === "invited" || linked_at <= now - takeBackPeriod);

/**
 * Whether somebody may give an account a further way in: where somebody else vouches for its person, not who came
 * without that, or reached none of the classes there. They could have an account of their own there vouched for in the
 * name of this one.
 *
 * @param came How they signed in to their session last.
 * @see NIST SP 800-63B section 6.1.2.1
 */
export function mayAddWay(ways: readonly UpstreamWay[], came: CameBy, now: Instant): boolean {
  const vouched = ways.filter((way) => isVouchedWay(way, now));
  return vouched.length === 0 ||
    vouched.some(({ upstream_id, trusted_acr }) =>
      upstream_id === came.signed_in_by && trusted_acr.includes(came.acr)
    );
}

/** Whether they may take this one away: with none that is vouched for left, anybody's could be added. */
export const mayTakeWay = (
  way: UpstreamWay,
  ways: readonly UpstreamWay[],
  { came, now }: { readonly came: CameBy; readonly now: Instant },
): boolean => !isVouchedWay(way, now) || mayAddWay(ways, came, now);
