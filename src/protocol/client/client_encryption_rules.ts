import type { ClientMetadata } from "../../domain/client_metadata.ts";
import { readJwks } from "./client_jwks.ts";
import { encryptsBy } from "./client_key_fit.ts";
import type { MetadataRule } from "./client_metadata_rules.ts";

/** What can be encrypted to a client. */
const responses = ["id_token", "userinfo"] as const;
type Response = typeof responses[number];

const algOf = (metadata: ClientMetadata, response: Response) =>
  metadata[`${response}_encrypted_response_alg`];

/** Why nothing could be encrypted by an algorithm to the keys of a record; keys that are elsewhere are seen when they are needed. */
function keyFault(metadata: ClientMetadata, response: Response): string | undefined {
  const alg = algOf(metadata, response), { jwks, jwks_uri } = metadata;
  if (alg === undefined) return undefined;
  if (jwks === undefined) {
    return jwks_uri === undefined ? "needs jwks or jwks_uri, where the key to encrypt to is" : undefined;
  }
  const read = readJwks(jwks);
  return !read.ok || read.value.some((key) => encryptsBy(key, alg))
    ? undefined
    : `needs a key in jwks that ${alg} takes and that is not kept for something else by use, key_ops or alg`;
}

/** Rules about what is encrypted to a client: rows of the table in client_metadata_rules.ts. */
export const clientEncryptionRules: readonly MetadataRule[] = responses.flatMap((
  response,
): MetadataRule[] => [
  {
    id: `${response}_encrypted_response_enc.has_alg`,
    section: "OpenID Connect Dynamic Client Registration section 2",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      metadata[`${response}_encrypted_response_enc`] !== undefined && algOf(metadata, response) === undefined
        ? [{
          pointer: `/${response}_encrypted_response_alg`,
          detail: `is needed, because there is ${response}_encrypted_response_enc`,
        }]
        : [],
  },
  {
    id: `${response}_encrypted_response_alg.has_key`,
    section: "OpenID Connect Core section 10.2",
    error: "invalid_client_metadata",
    faults: (metadata) => {
      const detail = keyFault(metadata, response);
      return detail === undefined ? [] : [{ pointer: `/${response}_encrypted_response_alg`, detail }];
    },
  },
]);
