import { satisfiesSome } from "../domain/acr.ts";
import type { Instant, Seconds } from "../domain/time.ts";

/** What a resource demands of the sign-in behind an access token. */
export interface DemandedAuthentication {
  /** Authentication context classes of which one will do, preferred first. */
  readonly acr_values?: readonly string[];
  /** How long ago the sign-in may be. */
  readonly max_age?: Seconds;
}

/**
 * Whether the sign-in behind an access token is enough for a resource. A token of nobody, and one that does not say,
 * are not.
 *
 * @param facts `auth_time` and `acr` of the token, or of its introspection.
 * @see RFC 9470 section 3 and 6
 */
export function isSufficientlyAuthenticated(
  facts: { readonly auth_time: Instant | undefined; readonly acr: string | undefined },
  { acr_values, max_age }: DemandedAuthentication,
  now: Instant,
): boolean {
  const { auth_time, acr } = facts;
  const strong = acr_values === undefined || (acr !== undefined && satisfiesSome(acr, acr_values));
  return strong && (max_age === undefined || (auth_time !== undefined && now - auth_time <= max_age));
}
