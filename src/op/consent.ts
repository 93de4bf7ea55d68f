import { sha256 } from "../crypto/digest.ts";
import { mintId } from "../crypto/random.ts";
import { isVouchedFor } from "../domain/client_origin.ts";
import type { Client } from "../domain/client_metadata.ts";
import { agreementOf, type ConsentDecision, decideConsent } from "../domain/consent_decision.ts";
import type { AuthorizationRequest } from "../protocol/authorize/authorization_request.ts";
import { findConsent, giveConsent } from "../store/consents.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import type { Provider } from "./provider.ts";

/** What an account has to be asked for a request, and the consent that stands. */
export interface ConsentState extends ConsentDecision {
  readonly consent_id: string | undefined;
}

/** Looks up what an account agreed to, and decides what it has to be asked. */
export async function consentState(
  store: TenantStore,
  { client, request, account_id }: ConsentSubject,
): Promise<ConsentState> {
  const remembered = await findConsent(store, account_id, client.client_id);
  return { ...decideConsent(client, request, remembered), consent_id: remembered?.id };
}

/** What is agreed to, by whom, for what. */
export interface ConsentSubject {
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly account_id: string;
}

/**
 * Digest of all that a consent page shows. The form brings it back, so nothing can be granted that was not shown: not
 * from another tab, another account, or after the client was changed.
 */
export const consentDigest = ({ client, request, account_id }: ConsentSubject, session_id: string): string =>
  sha256(JSON.stringify([
    client.client_id,
    client.version,
    request.redirect_uri,
    agreementOf(request),
    account_id,
    session_id,
  ]));

/** Records that the account agreed. What it agreed to before stays, but for a client that nobody vouches for and that changed since. */
export async function recordConsent(
  { random }: Provider,
  store: TenantStore,
  { client, request, account_id }: ConsentSubject,
  at: number,
): Promise<void> {
  const { client_id, version } = client;
  const before = await findConsent(store, account_id, client_id);
  const adds = isVouchedFor(client) || before?.client_version === version;
  const given = { account_id, client_id, client_version: version, ...agreementOf(request), adds };
  await giveConsent(store, mintId(random), given, at);
}
