/** A client for tests of pure code. */
import { never } from "../../src/domain/time.ts";
import type { Client, ClientMetadata } from "../../src/domain/client_metadata.ts";
import { usualSettings } from "../../src/domain/client_settings.ts";

/** A confidential web application with refresh tokens, but for what differs. */
export function sampleClient(
  metadata: Partial<ClientMetadata> = {},
  record: Partial<Omit<Client, "metadata">> = {},
): Client {
  return {
    client_id: "c_example",
    origin: "admin",
    expires_at: never,
    metadata: {
      application_type: "web",
      redirect_uris: ["https://app.example/callback"],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      subject_type: "public",
      id_token_signed_response_alg: "RS256",
      ...metadata,
    },
    ...usualSettings,
    version: 1,
    ...record,
  };
}
