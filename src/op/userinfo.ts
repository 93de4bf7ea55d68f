import { claimsFor } from "../domain/released_claims.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type BearerPlaces, bearerToken } from "../protocol/bearer_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { accountOf, findAccount } from "../store/accounts.ts";
import { findPresentedAccessToken } from "./access_token.ts";
import type { Provider } from "./provider.ts";

/** A refusal of a protected resource. Without an error nothing was presented, and the challenge names none. */
export interface ResourceRefusal {
  readonly error: OAuthError | undefined;
}

/**
 * Tells a client what its access token lets it know about the person.
 *
 * @returns err `invalid_request`, `invalid_token`, `insufficient_scope`, or no error where no token was sent.
 * @see OpenID Connect Core section 5.3, RFC 6750 section 3.1
 */
export async function userinfo(
  provider: Provider,
  places: BearerPlaces,
): Promise<Result<Readonly<Record<string, unknown>>, ResourceRefusal>> {
  const refuse = (error: OAuthError | undefined) => err({ error });
  const text = bearerToken(places);
  if (!text.ok) return refuse(text.error);
  if (text.value === undefined) return refuse(undefined);
  const invalid = (why: string) =>
    refuse({
      code: "invalid_token",
      why: `access_token.${why}`,
      description: "The access token is not valid",
    });
  const found = await findPresentedAccessToken(provider, text.value, provider.tenant.issuer);
  if (!found.ok) return invalid(found.error);
  const { family, scopes, sub } = found.value;
  if (!family || !scopes.includes("openid")) {
    const description = "The access token was not issued with the scope openid";
    return refuse({ code: "insufficient_scope", why: "access_token.openid", description });
  }
  const account = await findAccount(provider.store, family.account_id);
  return account
    ? ok(claimsFor(accountOf(account), sub, { scopes, asked: family.claims }))
    : invalid("account_gone");
}
