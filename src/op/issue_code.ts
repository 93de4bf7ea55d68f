import { mintId } from "../crypto/random.ts";
import { mintBucketedId, mintSecret, type Secret } from "../crypto/secret.ts";
import { statedAcr } from "../domain/acr.ts";
import { noClaims } from "../domain/claims_request.ts";
import type { Client } from "../domain/client_metadata.ts";
import { agreementOf } from "../domain/consent_decision.ts";
import { none } from "../domain/machine.ts";
import { lifetime, lifetimes } from "../domain/tenant_policy.ts";
import type { AuthorizationRequest } from "../protocol/authorization_request.ts";
import { createCode } from "../store/authorization_codes.ts";
import { useClient } from "../store/clients.ts";
import { extendGrant } from "../store/grants.ts";
import { noteSessionClient } from "../store/session_clients.ts";
import { type SessionRow, touchSession } from "../store/sessions.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import type { Provider } from "./provider.ts";
import { sidFor } from "./subject.ts";

/** What a code is issued for. */
export interface CodeSubject {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly session: SessionRow;
  /** The consent that stands behind it; undefined where none is asked for. */
  readonly consent_id: string | undefined;
}

/**
 * Issues a code, in the unit of the caller: the session is in use, the grant grows, the client knows the session by
 * its sid, and the code remembers all that its redemption must match.
 *
 * @returns undefined where the session or the client ended a moment ago.
 */
export async function issueCode(
  provider: Provider,
  unit: TenantStore,
  { client, request, session, consent_id }: CodeSubject,
): Promise<Secret<"authorization_code"> | undefined> {
  const { random, tenant, clock } = provider, now = clock();
  const { client_id } = client, { account_id, auth_time, acr, amr } = session;
  const idle = Math.min(now + lifetime(tenant.policy, "session_idle"), session.expires_at);
  if (!(await touchSession(unit, session, idle, now)).ok) return undefined;
  if (!await useClient(unit, client, now)) return undefined;
  const granted = { account_id, client_id, consent_id: consent_id ?? none, ...agreementOf(request) };
  const grant_id = await extendGrant(unit, mintId(random), granted, now);
  const sid = sidFor(provider, session.id, client_id);
  await noteSessionClient(unit, { session_id: session.id, client_id, sid });
  const expires_at = now + lifetime(tenant.policy, "authorization_code");
  const code = mintSecret("authorization_code", expires_at, random);
  await createCode(unit, code.handle, {
    client_id,
    account_id,
    grant_id,
    // The family's bucket has to be a day on which nothing of it can be alive any more.
    family_id: mintBucketedId(expires_at + lifetimes.refresh_token_offline.most, random),
    redirect_uri: request.redirect_uri,
    code_challenge: request.code_challenge,
    proof_key: none,
    session_id: session.id,
    sid,
    scopes: request.scopes,
    claims: request.claims ?? noClaims,
    nonce: request.nonce ?? null,
    auth_time,
    acr: statedAcr(acr, request.acr_values),
    amr,
    expires_at,
  }, now);
  return code;
}
