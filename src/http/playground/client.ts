import { mintId } from "../../crypto/random.ts";
import { mintSecret } from "../../crypto/secret.ts";
import { replaceSecret } from "../../store/client_secrets.ts";
import {
  amendClient,
  type ClientRecord,
  createClient,
  lockClientRow,
  moveClient,
} from "../../store/clients.ts";
import { inUnit, type TenantStore } from "../../store/tenant_store.ts";
import { defaultTenant } from "../../domain/tenant.ts";
import type { Deployment } from "../deployment.ts";

export const playgroundClientId = "playground";

/** Path of the page, and of the client's redirect URI under it. */
export const playgroundPath = "/playground", callbackPath = "/playground/callback";

const record = (issuer: string): ClientRecord => ({
  metadata: {
    client_name: "Playground",
    application_type: "web",
    redirect_uris: [issuer + callbackPath],
    post_logout_redirect_uris: [issuer + playgroundPath],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
    subject_type: "public",
    id_token_signed_response_alg: "RS256",
  },
  description: "The demonstration client of a server in development",
  require_pkce: true,
  first_party: true,
});

/** The client of the playground as it stands after a start: with this issuer's redirect URI and a secret of its own. */
async function register(store: TenantStore, { issuer, random, clock }: Deployment): Promise<string> {
  const at = clock();
  await createClient(store, playgroundClientId, record(issuer), at);
  // Servers that start together take turns at the row.
  const row = await lockClientRow(store, playgroundClientId);
  await amendClient(store, playgroundClientId, row!.version, record(issuer), at);
  if (row!.state === "disabled") await moveClient(store, playgroundClientId, "enable", at);
  const secret = mintSecret("client_secret", at, random);
  const { handle } = secret;
  await replaceSecret(store, playgroundClientId, { id: mintId(random), handle, overlapUntil: at, at });
  return secret.reveal();
}

/**
 * Sees to it that the playground's client is there in development and nowhere else. A server that was one for
 * developers and is a public one now disables it at its next start.
 *
 * @returns the client's secret, which this process alone has; undefined outside development.
 */
export async function preparePlayground(deployment: Deployment): Promise<string | undefined> {
  const store = { db: deployment.db, tenant: defaultTenant };
  if (deployment.development) return await inUnit(store, (unit) => register(unit, deployment));
  await moveClient(store, playgroundClientId, "disable", deployment.clock());
  return undefined;
}
