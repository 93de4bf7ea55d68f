import { none } from "./machine.ts";

/** Authentication context classes that this server vouches for, the weakest first: `1` is one factor. */
export const acrValues = ["1"] as const;

/** The class that a sign-in with a password reaches. */
export const passwordAcr: typeof acrValues[number] = "1";

/** The class that a sign-in with somebody else's server reaches: whatever it asks for, it is one factor here. */
export const upstreamAcr: typeof acrValues[number] = "1";

/** Those among classes that this server vouches for. A voluntary one that nobody here vouches for is ignored. */
export const offeredAcr = (asked: readonly string[]): readonly string[] =>
  asked.filter((value) => acrValues.some((acr) => acr === value));

/**
 * Whether a session of one class does for another: a stronger one does for every weaker one, and nothing for a class
 * that nobody here vouches for.
 *
 * @param order Every class, the weakest first.
 * @see OpenID Connect Core section 2 (acr)
 */
export function satisfiesAcr(
  acr: string,
  wanted: string,
  order: readonly string[] = acrValues,
): boolean {
  const place = order.indexOf(wanted);
  return place >= 0 && order.indexOf(acr) >= place;
}

/**
 * The class that tokens state of a session: the first of those asked for that it does for, because what was asked for
 * is what the client looks for; else its own.
 *
 * @see OpenID Connect Core section 5.5.1.1
 */
export const statedAcr = (
  acr: string,
  asked: readonly string[],
  order: readonly string[] = acrValues,
): string => asked.find((wanted) => satisfiesAcr(acr, wanted, order)) ?? acr;

/** The classes of which a request must reach one, as an interaction keeps them; `-` where any will do. */
export const requiredAcr = (asked: readonly string[], essential: boolean): string =>
  essential ? offeredAcr(asked).join(" ") : none;

/** What a session brings against {@link requiredAcr}: the same where it does for one of them, else its own class. */
export const broughtAcr = (acr: string, required: string): string =>
  required === none || required.split(" ").some((wanted) => satisfiesAcr(acr, wanted)) ? required : acr;
