import { sha256 } from "../crypto/digest.ts";
import type { Client } from "../domain/client_metadata.ts";
import { ok, type Result } from "../domain/result.ts";
import { takesLegacyAudience } from "../domain/tenant_policy.ts";
import { runChecks } from "../protocol/check.ts";
import { clientChecks, clientClaimChecks, type ClientFacts } from "../protocol/client/client_checks.ts";
import { recogniseClientAuthentication } from "../protocol/client/client_authentication.ts";
import { endpoints } from "../protocol/endpoints.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { Parameters } from "../protocol/parameters.ts";
import { liveSecretDigests } from "../store/client_secrets.ts";
import { namedClient } from "./named_client.ts";
import { proveAssertion, spendAssertion } from "./prove_assertion.ts";
import type { Provider } from "./provider.ts";

/** A direct request as far as it names and proves its client. */
export interface ClientRequest {
  readonly authorization: string | undefined;
  readonly parameters: Parameters;
}

/** Whether a secret is one of the client's. Both sides are digests of full entropy, so timing tells nothing about the secret. */
async function isLiveSecret(
  { store, clock }: Provider,
  client_id: string,
  secret: string | undefined,
): Promise<boolean> {
  return secret !== undefined &&
    (await liveSecretDigests(store, client_id, clock())).includes(sha256(secret));
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What happens to secrets on their way, how to undo it, and what to tell whoever runs the server. */
const mishaps: readonly { readonly undo: (secret: string) => string; readonly says: string }[] = [
  { undo: (secret) => secret.trim(), says: "There is white space around the secret: leave it out" },
  {
    undo: (secret) => secret.replace(/^(["'])(.*)\1$/, "$2"),
    says: "There are quotes around the secret: leave them out",
  },
  {
    undo: decoded,
    says: "The secret was URL-encoded once too often: encode it once for Basic, and not by hand in a form",
  },
];

/** Whether a wrong secret is a right one that something was done to. */
async function nearlyLive(
  provider: Provider,
  client_id: string,
  secret: string,
): Promise<string | undefined> {
  for (const { undo, says } of mishaps) {
    const undone = undo(secret);
    if (undone !== secret && await isLiveSecret(provider, client_id, undone)) return says;
  }
  return undefined;
}

/** What a sent secret proves. */
async function proveSecret(
  provider: Provider,
  client: Client | undefined,
  secret: string | undefined,
): Promise<Pick<ClientFacts, "secretHolds" | "secretNearly">> {
  if (!client || secret === undefined) return { secretHolds: false };
  if (await isLiveSecret(provider, client.client_id, secret)) return { secretHolds: true };
  return { secretHolds: false, secretNearly: await nearlyLive(provider, client.client_id, secret) };
}

const endpointPaths: readonly string[] = Object.values(endpoints);

/**
 * Authenticates the client of a direct request by the one method that it is registered for. Not to be called inside a unit.
 *
 * @returns err: the first row of the client's step table that does not hold.
 * @see RFC 6749 section 2.3 and 3.2.1, RFC 7523 section 3
 */
export async function authenticateClient(
  provider: Provider,
  { authorization, parameters }: ClientRequest,
): Promise<Result<Client, OAuthError>> {
  const { clock, tenant: { issuer, policy } } = provider;
  const presented = recogniseClientAuthentication(authorization, parameters);
  const named = presented.ok ? presented.value : undefined;
  const found = named && await namedClient(provider, named.client_id);
  const client = found?.ok ? found.value : undefined;
  const legacy = takesLegacyAudience(client?.legacy_assertion_audience ?? null, policy);
  const audience = { issuer, legacy, endpoints: endpointPaths.map((path) => issuer + path) };
  const secret = await proveSecret(provider, client, named?.secret);
  const facts: ClientFacts = { parameters, presented, client, ...secret, now: clock(), audience };
  const { assertion } = named ?? {};
  if (!assertion) {
    const judged = runChecks(clientChecks, facts);
    return judged.ok ? ok(client!) : judged;
  }
  const claimed = runChecks(clientClaimChecks, facts);
  if (!claimed.ok) return claimed;
  const proof = await proveAssertion(provider, client!, assertion);
  const judged = runChecks(clientChecks, { ...facts, ...proof });
  if (!judged.ok) return judged;
  // Last of all, so that nobody but the client spends anything; and before what it asks for, so that one request has it.
  const spent = !await spendAssertion(provider, client!, assertion);
  const once = runChecks(clientChecks, { ...facts, ...proof, spent });
  return once.ok ? ok(client!) : once;
}
