import { registrationAccessToken } from "../crypto/registration_access_token.ts";
import type { ClientRow } from "../store/clients.ts";
import { endpoints } from "../protocol/endpoints.ts";
import type { ShownSecret } from "./give_secret.ts";
import type { Provider } from "./provider.ts";

/** What the registration endpoint works with. */
export interface RegistrationPorts extends Provider {
  /** The present key of registration access tokens, then former ones, which are still taken. */
  readonly registrationKeys: readonly [Uint8Array, ...Uint8Array[]];
}

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
