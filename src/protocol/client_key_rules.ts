import { fetchTarget, targetWords } from "../domain/fetch_target.ts";
import type { MetadataRule } from "./client_metadata_rules.ts";
import { jwkFault, jwkWords, mostJwksBytes } from "./client_jwks.ts";

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
  {
    id: "jwks_uri.fetchable",
    section: "RFC 7591 section 2 and 5",
    error: "invalid_client_metadata",
    faults: ({ jwks_uri }, rules) => {
      const target = jwks_uri === undefined ? undefined : fetchTarget(jwks_uri, rules);
      return !target || target.ok ? [] : [{ pointer: "/jwks_uri", detail: targetWords[target.error] }];
    },
  },
];
