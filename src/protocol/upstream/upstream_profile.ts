import { claimTexts, fitsClaim } from "../../domain/claim_text.ts";
import type { StandardClaims } from "../../domain/claims.ts";
import type { JsonObject } from "../../domain/json.ts";
import { isEmail } from "../../domain/login_name.ts";
import { isStorableText } from "../../domain/storable_text.ts";
import type { StatedEmail } from "../../domain/upstream_arrival.ts";
import { type Quirk, quirkOf } from "./upstream_quirk.ts";

/** What an upstream says about a person, as far as an account can hold it. */
export interface UpstreamProfile extends StatedEmail {
  readonly claims: StandardClaims;
}

/**
 * Reads what an upstream says about a person. What an account could not hold is left out.
 *
 * An address counts as verified where `email_verified` is true itself: no text and no number is (OpenID Connect Core
 * section 5.1). Both stand in one document, so that no word about one address is taken for another.
 *
 * @param idToken Claims of the ID token.
 * @param userinfo Claims of the userinfo response, which go before the others.
 */
export function readUpstreamProfile(
  idToken: JsonObject,
  userinfo: JsonObject,
  quirks: readonly Quirk[] = [],
): UpstreamProfile {
  const said = { ...idToken, ...userinfo };
  const claims = Object.entries(claimTexts).flatMap(([name, text]) => {
    const value = said[name];
    return fitsClaim(text, value) ? [[name, value] as const] : [];
  });
  const document = userinfo.email === undefined ? idToken : userinfo, { email } = document;
  const { claim = "email_verified", values = [true] } = quirkOf(quirks, "email_verified_by") ?? {};
  const usable = typeof email === "string" && isEmail(email) && isStorableText(email);
  return {
    claims: Object.fromEntries(claims),
    email: usable ? email : undefined,
    email_verified: usable && values.includes(document[claim]),
  };
}
