import type { Client } from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Account } from "../domain/claims.ts";
import { type BearerPlaces, bearerToken } from "../protocol/token/bearer_token.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { accountOf, findAccount } from "../store/accounts.ts";
import type { FamilyRow } from "../store/token_families.ts";
import { findPresentedAccessToken, type PresentedAccessToken } from "./access_token.ts";
import type { Provider } from "./provider.ts";

/** A refusal of a protected resource. Without an error nothing was presented, and the challenge names none. */
export interface ResourceRefusal {
  readonly error: OAuthError | undefined;
}

/** Whose access token was presented, and what it says. */
export interface PresentedPerson {
  readonly token: PresentedAccessToken;
  readonly client: Client;
  readonly family: FamilyRow;
  readonly account: Account;
}

/**
 * Finds the person whose access token, with the scope `openid`, is presented to this server itself.
 *
 * @returns err `invalid_request`, `invalid_token`, `insufficient_scope`, and no error where no token was sent.
 * @see RFC 6750 section 3.1
 */
export async function presentedPerson(
  provider: Provider,
  places: BearerPlaces,
): Promise<Result<PresentedPerson, ResourceRefusal>> {
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
  const { family, scopes, client } = found.value;
  if (!family || !scopes.includes("openid")) {
    const description = "The access token was not issued with the scope openid";
    return refuse({ code: "insufficient_scope", why: "access_token.openid", description });
  }
  const row = await findAccount(provider.store, family.account_id);
  return row ? ok({ token: found.value, client, family, account: accountOf(row) }) : invalid("account_gone");
}
