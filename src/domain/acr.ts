import { none } from "./machine.ts";
import type { UpstreamPolicy } from "./upstream.ts";

/** The authentication context class that every sign-in here reaches: one factor. */
export const ownAcr = "1";

/** The class of a sign-in with a password. */
export const passwordAcr: string = ownAcr;

/** The most characters of one. */
export const longestAcr = 200;

/**
 * Words that cannot be an upstream's class: every sign-in reaches `1`, `0` says that nobody was asked who they are, and
 * `-` stands for none.
 *
 * @see OpenID Connect Core section 2 (acr)
 */
export const reservedAcr: readonly string[] = [none, "0", ownAcr];

/**
 * The class of a sign-in with an upstream: the one that it states, where it is believed in that; else one factor,
 * whatever it says.
 *
 * @param stated The `acr` of its ID token.
 */
export const upstreamAcr = (
  { trusted_acr }: Pick<UpstreamPolicy, "trusted_acr">,
  stated: string | undefined,
): string => trusted_acr.find((acr) => acr === stated) ?? ownAcr;

/** Every class that somebody vouches for: ours, and those in which upstreams are believed. One of the same name is the same. */
export const vouchedAcr = (
  upstreams: readonly Pick<UpstreamPolicy, "trusted_acr">[],
): readonly string[] => [...new Set([ownAcr, ...upstreams.flatMap(({ trusted_acr }) => trusted_acr)])];

/** Those among classes that somebody vouches for. A voluntary one that nobody does is ignored. */
export const offeredAcr = (asked: readonly string[], vouched: readonly string[]): readonly string[] =>
  asked.filter((acr) => vouched.includes(acr));

/**
 * Whether a session of one class does for another: for the same one, and for ours, which every sign-in reaches. Those
 * of upstreams cannot be compared: nobody here knows which is the stronger one.
 *
 * @see OpenID Connect Core section 2 (acr)
 */
export const satisfiesAcr = (acr: string, wanted: string): boolean => acr === wanted || wanted === ownAcr;

/** The same for some of which one will do. */
export const satisfiesSome = (acr: string, wanted: readonly string[]): boolean =>
  wanted.some((one) => satisfiesAcr(acr, one));

/**
 * The classes of which one has to be reached by somebody else's word, because a password reaches none of them; none
 * where a password will do.
 *
 * @param offered Those asked for that somebody vouches for.
 */
export const acrBeyondPassword = (offered: readonly string[], essential: boolean): readonly string[] =>
  essential && !satisfiesSome(passwordAcr, offered) ? offered : [];

/**
 * The class that tokens state of a session: the first of those asked for that it does for, because what was asked for
 * is what the client looks for; else its own.
 *
 * @see OpenID Connect Core section 5.5.1.1
 */
export const statedAcr = (acr: string, asked: readonly string[]): string =>
  asked.find((wanted) => satisfiesAcr(acr, wanted)) ?? acr;

/**
 * The classes of which a request must reach one, as an interaction keeps them; `-` where any will do.
 *
 * @param offered Those asked for that somebody vouches for.
 */
export const requiredAcr = (offered: readonly string[], essential: boolean): string =>
  essential ? offered.join(" ") : none;

/** What a session brings against {@link requiredAcr}: the same where it does for one of them, else its own class. */
export const broughtAcr = (acr: string, required: string): string =>
  required === none || satisfiesSome(acr, required.split(" ")) ? required : acr;
