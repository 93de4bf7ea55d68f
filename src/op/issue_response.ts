import { mintId } from "../crypto/random.ts";
import { mintBucketedId, mintSecret } from "../crypto/secret.ts";
import { sessionState } from "../crypto/session_state.ts";
import { statedAcr } from "../domain/acr.ts";
import { noClaims } from "../domain/claims_request.ts";
import type { Client } from "../domain/client_metadata.ts";
import { agreementOf } from "../domain/consent_decision.ts";
import { none } from "../domain/machine.ts";
import { carriesToken, issuesOf } from "../domain/response_type.ts";
import { ok } from "../domain/result.ts";
import { lifetime, lifetimes } from "../domain/tenant_policy.ts";
import type { AuthorizationRequest } from "../protocol/authorize/authorization_request.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { AuthorizationResponse } from "../protocol/authorize/response_mode.ts";
import { createCode } from "../store/authorization_codes.ts";
import { useClient } from "../store/clients.ts";
import { extendGrant } from "../store/grants.ts";
import { noteSessionClient } from "../store/session_clients.ts";
import { type SessionRow, touchSession } from "../store/sessions.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { createFamily, findUsableFamily } from "../store/token_families.ts";
import { issueIdToken } from "./id_token.ts";
import { type FamilyFacts, prepareAccessToken } from "./issue_tokens.ts";
import type { Provider } from "./provider.ts";
import { errorResponse, grantedResponse } from "./respond.ts";
import { sidFor } from "./subject.ts";

/** What an authorization response is issued for. */
export interface ResponseSubject {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly session: SessionRow;
  readonly browser_state: string | undefined;
  /** The consent that stands behind it; undefined where none is asked for. */
  readonly consent_id: string | undefined;
}

/** What was granted, before the tokens of the response are signed. */
export interface GrantedResponse {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  /** What tells the client's page later whether anything changed here; undefined where the tenant does not offer that. */
  readonly session_state: string | undefined;
  /** The code, where the response type has one. */
  readonly code: string | undefined;
  /** What the tokens of the response state; undefined where it has none. */
  readonly family: FamilyFacts | undefined;
}

/** How long a family may live whose only token is the access token of an authorization response. */
const longestToken = Math.max(lifetimes.access_token_jwt.most, lifetimes.access_token_opaque.most);

/**
 * Grants what a response type asks for, in the unit of the caller: the session is in use, the grant grows, the client
 * knows the session by its sid, the code remembers all that its redemption must match, and an access token of the
 * response has a family that ends with the session.
 *
 * @returns undefined where the session or the client ended a moment ago.
 */
export async function grantResponse(
  provider: Provider,
  unit: TenantStore,
  { client, request, session, browser_state, consent_id }: ResponseSubject,
): Promise<GrantedResponse | undefined> {
  const { random, tenant, clock } = provider, now = clock();
  const { client_id } = client, { account_id, auth_time, amr } = session, session_id = session.id;
  const issues = issuesOf(request.response_type) ?? [];
  const idle = Math.min(now + lifetime(tenant.policy, "session_idle"), session.expires_at);
  if (!(await touchSession(unit, session, idle, now)).ok) return undefined;
  if (!await useClient(unit, client, now)) return undefined;
  const granted = { account_id, client_id, consent_id: consent_id ?? none, ...agreementOf(request) };
  const grant_id = await extendGrant(unit, mintId(random), granted, now);
  const sid = sidFor(provider, session_id, client_id);
  await noteSessionClient(unit, { session_id, client_id, sid });
  const { scopes, claims = noClaims, nonce = null } = request;
  const acr = statedAcr(session.acr, request.acr_values);
  const shared = {
    client_id,
    account_id,
    grant_id,
    session_id,
    sid,
    scopes,
    claims,
    nonce,
    auth_time,
    acr,
    amr,
  };

  const expires_at = now + lifetime(tenant.policy, "authorization_code", client);
  const code = issues.includes("code") ? mintSecret("authorization_code", expires_at, random) : undefined;
  if (code) {
    await createCode(unit, code.handle, {
      ...shared,
      // The family's bucket has to be a day on which nothing of it can be alive any more.
      family_id: mintBucketedId(expires_at + lifetimes.refresh_token_offline.most, random),
      redirect_uri: request.redirect_uri,
      code_challenge: request.code_challenge,
      proof_key: none,
      expires_at,
    }, now);
  }
  const until = now + longestToken;
  const family = { ...shared, id: mintBucketedId(until, random), proof_key: none, expires_at: until };
  if (issues.includes("token")) await createFamily(unit, family, now);
  const session_state = browser_state &&
    sessionState({ ...request, browser_state, salt: mintId(random) });
  return {
    client,
    request,
    session_state,
    code: code?.reveal(),
    family: carriesToken(issues) ? family : undefined,
  };
}

/**
 * Makes the response of what was granted, outside of any unit: its tokens are signed here (OpenID Connect Core section
 * 3.2.2.5 and 3.3.2.5). Where that is impossible the response says why.
 */
export async function completeResponse(
  provider: Provider,
  { client, request, session_state, code, family }: GrantedResponse,
): Promise<{ readonly response: AuthorizationResponse; readonly error?: OAuthError }> {
  const { store, clock } = provider, now = clock(), issues = issuesOf(request.response_type) ?? [];
  const refuse = (error: OAuthError) => ({ response: errorResponse(provider, request, error), error });
  if (!family) return { response: grantedResponse(provider, request, { session_state, code }) };
  const { scopes } = family;
  const access = issues.includes("token")
    ? await prepareAccessToken(provider, { client, family, scopes, now })
    : undefined;
  const idToken = issues.includes("id_token")
    ? await issueIdToken(provider, {
      client,
      family,
      scopes,
      now,
      accessToken: access?.token,
      code,
      alone: issues.length === 1,
    })
    : ok(undefined);
  if (!idToken.ok) return refuse(idToken.error);
  if (!access) {
    return { response: grantedResponse(provider, request, { session_state, code, id_token: idToken.value }) };
  }
  // The last look, as at the token endpoint: what stands behind the family may have ended since.
  const usable = await inUnit(store, async (unit) => {
    await access.save(unit);
    return await findUsableFamily(unit, family.id, now) !== undefined;
  });
  if (!usable) {
    return refuse({
      code: "server_error",
      why: "token_family.unusable",
      description: "The sign-in changed while it was being answered",
    });
  }
  return {
    response: grantedResponse(provider, request, {
      session_state,
      code,
      access_token: access.token,
      token_type: "Bearer",
      expires_in: `${access.expiresAt - now}`,
      scope: scopes.length === 0 ? undefined : scopes.join(" "),
      id_token: idToken.value,
    }),
  };
}
