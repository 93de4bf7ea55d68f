import { isSignedBy } from "../crypto/client_key.ts";
import type { Client } from "../domain/client_metadata.ts";
import { ok, type Result } from "../domain/result.ts";
import type { PresentedAssertion } from "../protocol/client/client_assertion.ts";
import type { ClientFacts, ClientKeyFault } from "../protocol/client/client_checks.ts";
import { spendJti } from "../store/spent_jtis.ts";
import { clientSecretKeys } from "./client_secret_seal.ts";
import { verificationKeys } from "./client_keys.ts";
import type { Provider } from "./provider.ts";

async function keysFor(
  provider: Provider,
  client: Client,
  { header }: PresentedAssertion,
): Promise<Result<readonly (CryptoKey | Uint8Array)[], ClientKeyFault>> {
  if (client.metadata.token_endpoint_auth_method === "client_secret_jwt") {
    const keys = await clientSecretKeys(provider, client.client_id);
    return keys.length > 0 ? ok(keys) : { ok: false, error: "no_secret" };
  }
  const kid = header.kid === undefined ? undefined : String(header.kid);
  return await verificationKeys(provider, client, { alg: String(header.alg), kid });
}

/**
 * Finds out whether a client signed its assertion. Called once everything else about it holds: what comes of a stranger
 * costs a look at the keys that are held.
 */
export async function proveAssertion(
  provider: Provider,
  client: Client,
  assertion: PresentedAssertion,
): Promise<Required<Pick<ClientFacts, "key" | "signatureHolds">>> {
  const keys = await keysFor(provider, client, assertion);
  if (!keys.ok) return { key: keys.error, signatureHolds: false };
  const signatureHolds = await isSignedBy(assertion.jws, keys.value, String(assertion.header.alg));
  return { key: "found", signatureHolds };
}

/** Spends the `jti` of an assertion that holds, for its client alone. @returns false where it was spent before. */
export const spendAssertion = (
  { store }: Provider,
  { client_id }: Client,
  { claims }: PresentedAssertion,
): Promise<boolean> =>
  spendJti(store, {
    kind: "client_assertion",
    holder: client_id,
    jti: String(claims.jti),
    expires_at: Math.ceil(Number(claims.exp)),
  });
