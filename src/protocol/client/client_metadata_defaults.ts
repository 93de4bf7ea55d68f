import Type, { type Static } from "typebox";
import { type ClientMetadata, defaultContentEncryption } from "../../domain/client_metadata.ts";
import { clientMetadataMembers } from "./client_metadata_schema.ts";

const given = Type.Object(clientMetadataMembers([], []));

/** Metadata as it is given at registration: what has a default may be absent. */
export type GivenClientMetadata = Static<typeof given>;

/** The algorithm for the content, where there is one for the key and none for the content is given. */
const contentDefaults = (metadata: GivenClientMetadata): Partial<ClientMetadata> => ({
  ...(metadata.id_token_encrypted_response_alg && !metadata.id_token_encrypted_response_enc
    ? { id_token_encrypted_response_enc: defaultContentEncryption }
    : {}),
  ...(metadata.userinfo_encrypted_response_alg && !metadata.userinfo_encrypted_response_enc
    ? { userinfo_encrypted_response_enc: defaultContentEncryption }
    : {}),
});

/**
 * Completes metadata with the defaults of RFC 7591 section 2. A client without the code grant gets no response type,
 * so that the two stay consistent (section 2.1).
 */
export function withMetadataDefaults(metadata: GivenClientMetadata): ClientMetadata {
  const grantTypes = metadata.grant_types ?? ["authorization_code"];
  return {
    ...metadata,
    application_type: metadata.application_type ?? "web",
    redirect_uris: metadata.redirect_uris ?? [],
    grant_types: grantTypes,
    response_types: metadata.response_types ?? (grantTypes.includes("authorization_code") ? ["code"] : []),
    token_endpoint_auth_method: metadata.token_endpoint_auth_method ?? "client_secret_basic",
    subject_type: metadata.subject_type ?? "public",
    id_token_signed_response_alg: metadata.id_token_signed_response_alg ?? "RS256",
    ...contentDefaults(metadata),
  };
}
