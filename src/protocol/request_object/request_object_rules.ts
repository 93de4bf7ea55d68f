import { fetchTarget, targetWords } from "../../domain/fetch_target.ts";
import type { MetadataRule } from "../client/client_metadata_rules.ts";

/** Rules about the request objects of a client: rows of the table in client_metadata_rules.ts. */
export const requestObjectRules: readonly MetadataRule[] = [
  {
    id: "request_uris.fetchable",
    section: "OpenID Connect Core section 6.2",
    error: "invalid_client_metadata",
    faults: ({ request_uris = [] }, rules) =>
      request_uris.flatMap((uri, at) => {
        const target = fetchTarget(uri, rules);
        return target.ok ? [] : [{ pointer: `/request_uris/${at}`, detail: targetWords[target.error] }];
      }),
  },
  {
    id: "request_object_encryption_enc.alg",
    section: "OpenID Connect Dynamic Client Registration section 2",
    error: "invalid_client_metadata",
    faults: ({ request_object_encryption_alg: alg, request_object_encryption_enc: enc }) =>
      enc === undefined || alg !== undefined ? [] : [{
        pointer: "/request_object_encryption_alg",
        detail: "is needed, because there is request_object_encryption_enc",
      }],
  },
  {
    id: "require_signed_request_object.keys",
    section: "RFC 9101 section 10.5",
    error: "invalid_client_metadata",
    faults: ({ require_signed_request_object, jwks, jwks_uri }) =>
      !require_signed_request_object || jwks !== undefined || jwks_uri !== undefined ? [] : [{
        pointer: "/require_signed_request_object",
        detail: "needs public keys in jwks, or a jwks_uri, by which the signatures are verified",
      }],
  },
];
