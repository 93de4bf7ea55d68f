import type { Result } from "../domain/result.ts";
import { runChecks } from "../protocol/check.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { parameter } from "../protocol/parameters.ts";
import { tokenChecks } from "../protocol/token/token_checks.ts";
import { authenticateClient, type ClientRequest } from "./authenticate_client.ts";
import type { TokenResponse } from "./issue_tokens.ts";
import type { Provider } from "./provider.ts";
import { tokenGrants } from "./token_grants.ts";

/**
 * Answers a token request: the client first, then the grant type, then the grant.
 *
 * @see RFC 6749 section 3.2
 */
export async function token(
  provider: Provider,
  request: ClientRequest,
): Promise<Result<TokenResponse, OAuthError>> {
  const { parameters } = request;
  const authenticated = await authenticateClient(provider, request);
  if (!authenticated.ok) return authenticated;
  const client = authenticated.value;
  const judged = runChecks(tokenChecks, { parameters, client, grants: tokenGrants });
  if (!judged.ok) return judged;
  const grant = tokenGrants.find(({ grantType }) => grantType === parameter(parameters, "grant_type"))!;
  return await grant.redeem(provider, { client, parameters });
}
