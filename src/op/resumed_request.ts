import { answerableClaims, noClaims } from "../domain/claims_request.ts";
import type { ClaimMappings } from "../domain/claim_mapping.ts";
import type { Client } from "../domain/client_metadata.ts";
import { none } from "../domain/machine.ts";
import { isRegisteredRedirectUri } from "../domain/redirect_uri.ts";
import { issuesOf, mayRespond } from "../domain/response_type.ts";
import { allowedScopes } from "../domain/scope.ts";
import { requiresPkce, type TenantPolicy } from "../domain/tenant_policy.ts";
import type { AuthorizationRequest } from "../protocol/authorize/authorization_request.ts";

/** Why a request that was accepted is not answered any more. */
export type ResumptionFault = "client_inactive" | "client_changed";

/** Whether every claim that a request asks for by name is one that these scopes release to the client. */
const mayAsk = (
  { claims = noClaims }: AuthorizationRequest,
  mappings: ClaimMappings,
  scopes: readonly string[],
) =>
  [claims.userinfo, claims.id_token].every((asked) =>
    Object.keys(answerableClaims(asked, scopes, mappings)).length === Object.keys(asked).length
  );

/** Whether a request asks for a code without the challenge that it needs by now. */
const lacksChallenge = (
  { response_type, code_challenge }: AuthorizationRequest,
  { require_pkce }: Client,
  policy: TenantPolicy,
) =>
  code_challenge === none && (issuesOf(response_type) ?? []).includes("code") &&
  requiresPkce(require_pkce, policy);

/**
 * Judges a request once more that was accepted before the person was asked: what an administrator took from the client
 * or changed in the policy meanwhile, such as an address that is somebody else's now, is not used.
 *
 * @param client The active client as it is now.
 * @param now.acr_values The classes asked for that somebody still vouches for.
 * @returns undefined where the request may be answered.
 */
export function resumptionFault(
  client: Client,
  request: AuthorizationRequest,
  { policy, acr_values }: { readonly policy: TenantPolicy; readonly acr_values: readonly string[] },
): ResumptionFault | undefined {
  if (client.origin === "document" && !policy.client_id_metadata_documents) return "client_inactive";
  const allowed = allowedScopes(client, policy);
  if (request.acr_essential && acr_values.length === 0) return "client_changed";
  return isRegisteredRedirectUri(client.metadata.redirect_uris, request.redirect_uri) &&
      mayRespond(client, policy, request.response_type) &&
      request.scopes.every((scope) => allowed.includes(scope)) &&
      mayAsk(request, client.claim_mappings, allowed) && !lacksChallenge(request, client, policy)
    ? undefined
    : "client_changed";
}
