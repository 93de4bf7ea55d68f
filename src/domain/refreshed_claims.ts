import { claimTexts } from "./claim_text.ts";
import type { StandardClaims } from "./claims.ts";

/** Claims of an account that an upstream can go on saying. An address is none of them: people sign in with it. */
export const refreshableClaims = Object.keys(claimTexts) as readonly (keyof typeof claimTexts)[];
export type RefreshableClaim = typeof refreshableClaims[number];

/**
 * What a sign-in changes of an account that is there already: the claims that its upstream was given the say over, as
 * far as it says them. What it says nothing of stays, and so does everything else that a person or an administrator set.
 *
 * @param wanted Claims over which the upstream has the say.
 */
export const refreshedClaims = (
  wanted: readonly RefreshableClaim[],
  said: StandardClaims,
): StandardClaims =>
  Object.fromEntries(wanted.flatMap((name) => said[name] === undefined ? [] : [[name, said[name]]]));
