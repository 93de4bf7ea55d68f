import { never } from "../../domain/time.ts";
import type { Client, ClientMetadata } from "../../domain/client_metadata.ts";
import { usualSettings } from "../../domain/client_settings.ts";

/** A client as it would be, were one registered for the request that is being explained. */
export const hypotheticalClient = (
  client_id: string | undefined,
  metadata: Partial<ClientMetadata>,
): Client => ({
  client_id: client_id ?? "the client's client_id",
  origin: "admin",
  expires_at: never,
  metadata: {
    application_type: "web",
    redirect_uris: [],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
    subject_type: "public",
    id_token_signed_response_alg: "RS256",
    ...metadata,
  },
  ...usualSettings,
  version: 1,
});
