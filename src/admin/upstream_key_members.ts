import Type from "typebox";
import { signingAlgorithms } from "../domain/client_metadata.ts";
import { decryptionAlgorithms } from "../domain/provider_key.ts";
import { assertionAudiences } from "../domain/upstream.ts";
import type { UpstreamMembers } from "./upstream_member.ts";

const name = (description: string, example: string) =>
  Type.String({ description, pattern: "^[A-Za-z0-9_-]+$", maxLength: 100, examples: [example] });

/** What an administrator may say of keys: ours, and the name of one that an upstream gave us. */
export const upstreamKeyMembers = {
  token_endpoint_auth_signing_alg: {
    schema: Type.Enum([...signingAlgorithms], {
      description:
        "By what our own key signs where token_endpoint_auth_method is private_key_jwt; ES256 where left out",
    }),
  },
  client_assertion_audience: {
    schema: Type.Enum([...assertionAudiences], {
      description:
        "Whom our assertions are for; token_endpoint only where it takes no other; issuer where left out",
    }),
  },
  id_token_encrypted_response_alg: {
    schema: Type.Enum([...decryptionAlgorithms], {
      description: "By what it encrypts ID tokens to our key at jwks_uri; others are refused then",
    }),
  },
  key_id: {
    schema: name("What the upstream calls the private_key; only where the preset wants one", "ABC123DEFG"),
  },
  team_id: {
    schema: name(
      "Whom the upstream gave the private_key to; only where the preset wants one",
      "DEF123GHIJ",
    ),
  },
} satisfies Partial<UpstreamMembers>;
