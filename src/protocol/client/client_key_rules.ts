import { assertionAlgorithms, type ClientSigningAlgorithm } from "../../domain/client_metadata.ts";
import type { MetadataRule } from "./client_metadata_rules.ts";
import { jwkFault, jwkWords, mostJwksBytes, readJwks } from "./client_jwks.ts";
import { fetchableRule } from "./fetchable_rule.ts";
import { verifies } from "./client_key_fit.ts";

/** Rules about the keys of a client: rows of the table in client_metadata_rules.ts. */
export const clientKeyRules: readonly MetadataRule[] = [
  {
    id: "jwks.one_place",
    section: "RFC 7591 section 2",
    error: "invalid_client_metadata",
    faults: ({ jwks, jwks_uri }) =>
      jwks !== undefined && jwks_uri !== undefined
        ? [{
          pointer: "/jwks_uri",
          detail: "must be left out where there is jwks: one of the two says what the keys are",
        }]
        : [],
  },
  {
    id: "jwks.public_keys",
    section: "RFC 7591 section 2, RFC 7517 section 5",
    error: "invalid_client_metadata",
    faults: ({ jwks }) =>
      (jwks?.keys ?? []).flatMap((key, at) => {
        const fault = jwkFault(key);
        return fault ? [{ pointer: `/jwks/keys/${at}`, detail: jwkWords[fault] }] : [];
      }),
  },
  {
    id: "jwks.size",
    section: "RFC 7591 section 2",
    error: "invalid_client_metadata",
    faults: ({ jwks }) =>
      jwks !== undefined && JSON.stringify(jwks).length > mostJwksBytes
        ? [{ pointer: "/jwks", detail: `must have at most ${mostJwksBytes} characters` }]
        : [],
  },
  fetchableRule("jwks_uri", "RFC 7591 section 2 and 5"),
  {
    id: "token_endpoint_auth_method.keys",
    section: "OpenID Connect Core section 9",
    error: "invalid_client_metadata",
    faults: (metadata) => {
      const { jwks, jwks_uri, token_endpoint_auth_method: method } = metadata;
      if (method !== "private_key_jwt" || jwks_uri !== undefined) return [];
      const read = readJwks(jwks),
        algorithms = assertionAlgorithms(method) as readonly ClientSigningAlgorithm[];
      return read.ok && read.value.some((key) => algorithms.some((alg) => verifies(key, alg))) ? [] : [{
        pointer: jwks === undefined ? "/token_endpoint_auth_method" : "/jwks",
        detail:
          "needs a public key for signatures in jwks, or a jwks_uri, because the method is private_key_jwt",
      }];
    },
  },
  {
    id: "token_endpoint_auth_signing_alg.method",
    section: "OpenID Connect Dynamic Client Registration section 2",
    error: "invalid_client_metadata",
    faults: ({ token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg }) => {
      const known: readonly string[] = assertionAlgorithms(method);
      // Without assertions the member has nothing to say, and many clients send it all the same.
      return alg === undefined || known.length === 0 || known.includes(alg) ? [] : [{
        pointer: "/token_endpoint_auth_signing_alg",
        detail: `must be one of ${known.join(", ")}, because the method is ${method}`,
      }];
    },
  },
];
