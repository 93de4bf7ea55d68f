import { clientSecretAlgorithms, secretStorage } from "../../domain/client_metadata.ts";
import type { MetadataRule } from "./client_metadata_rules.ts";

const bySecret: readonly unknown[] = clientSecretAlgorithms;

/** The rules for clients that name themselves by the URL of their document, beside those for clients nobody vouches for. */
export const clientDocumentRules: readonly MetadataRule[] = [
  {
    id: "token_endpoint_auth_method.without_secret",
    section: "OAuth Client ID Metadata Document section 4.1",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      secretStorage(metadata) !== undefined
        ? [{
          pointer: "/token_endpoint_auth_method",
          detail: "must need no secret: nobody could give the client one",
        }]
        : [],
  },
  {
    id: "algorithms.without_secret",
    section: "OAuth Client ID Metadata Document section 4.1",
    error: "invalid_client_metadata",
    faults: (metadata) =>
      Object.entries(metadata).filter(([name, value]) => name.endsWith("_alg") && bySecret.includes(value))
        .map(([name]) => ({ pointer: `/${name}`, detail: "must be one that needs no secret" })),
  },
];
