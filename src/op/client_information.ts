import { registrationAccessToken } from "../crypto/registration_access_token.ts";
import type { ClientMetadata } from "../domain/client_metadata.ts";
import type { ClientRecord, ClientRow } from "../store/clients.ts";
import { endpoints } from "../protocol/endpoints.ts";
import type { ShownSecret } from "./give_secret.ts";
import type { Provider } from "./provider.ts";

/** What the registration endpoint works with. */
export interface RegistrationPorts extends Provider {
  /** The present key of registration access tokens, then former ones, which are still taken. */
  readonly registrationKeys: readonly [Uint8Array, ...Uint8Array[]];
}

/** The record of a client that registered itself: what only an administrator sets is as it is where nothing is said. */
export const selfRegistered = (
  metadata: ClientMetadata,
  software_statement: string | null,
): ClientRecord => ({
  metadata,
  software_statement,
  description: "",
  require_pkce: null,
  first_party: false,
  access_token_format: "jwt",
  refresh_rotation: "always",
  session_refresh_tokens: false,
  legacy_assertion_audience: null,
});

/**
 * The client information response (RFC 7591 section 3.2.1, RFC 7592 section 3).
 *
 * @param secret The secret, where one was made just now; its expiry alone, where one was made before.
 */
export function clientInformation(
  { tenant, registrationKeys: [key] }: RegistrationPorts,
  { client_id, created_at, metadata, software_statement, registration_version: version }: ClientRow,
  secret: Partial<ShownSecret>,
): Readonly<Record<string, unknown>> {
  return {
    client_id,
    client_id_issued_at: created_at,
    ...secret,
    registration_access_token: registrationAccessToken(key, { tenant: tenant.id, client_id, version })
      .reveal(),
    registration_client_uri: `${tenant.issuer}${endpoints.registration_endpoint}/${client_id}`,
    ...metadata,
    ...(software_statement === null ? {} : { software_statement }),
  };
}
