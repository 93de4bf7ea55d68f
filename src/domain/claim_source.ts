import { isOwnClaim } from "./claim_mapping.ts";

/** How claims reach a client: told by us, told by others in a JWT that we pass on, or fetched from others (OpenID Connect Core section 5.6). */
export const claimTypes = ["normal", "aggregated", "distributed"] as const;

/** Somebody else who vouches for claims about a person: `JWT` has them, or they are had at `endpoint`. One of the two is there. */
export interface ClaimSource {
  readonly claims: readonly string[];
  readonly JWT?: string;
  readonly endpoint?: string;
  /** Opens the endpoint. */
  readonly access_token?: string;
}

/** Where claims of an account are had from others, by a name that only ties claims to sources. */
export type ClaimSources = Readonly<Record<string, ClaimSource>>;

/**
 * What is told of claims that others vouch for: `_claim_names` and `_claim_sources`.
 *
 * A source goes out as a whole, so it is told only where every one of its claims may be told.
 *
 * @param released Names of the claims that may be told here.
 * @param said Names of those that the account says itself: these are told by us.
 * @see OpenID Connect Core section 5.6.2
 */
export function sourcedClaims(
  sources: ClaimSources,
  released: readonly string[],
  said: readonly string[],
): Readonly<Record<string, unknown>> {
  const told = Object.entries(sources).map(([source, { claims, ...where }]) => ({
    source,
    where,
    isReleased: claims.every((name) => !isOwnClaim(name) && released.includes(name)),
    names: claims.filter((name) => !said.includes(name)),
  })).filter(({ isReleased, names }) => isReleased && names.length > 0);
  if (told.length === 0) return {};
  return {
    _claim_names: Object.fromEntries(
      told.flatMap(({ source, names }) => names.map((name) => [name, source] as const)),
    ),
    _claim_sources: Object.fromEntries(told.map(({ source, where }) => [source, where] as const)),
  };
}
