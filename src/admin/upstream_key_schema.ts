import Type from "typebox";
import { signingAlgorithms } from "../domain/client_metadata.ts";
import { decryptionAlgorithms } from "../domain/provider_key.ts";
import { assertionAudiences } from "../domain/upstream.ts";

const name = (description: string, example: string) =>
  Type.Optional(
    Type.String({ description, pattern: "^[A-Za-z0-9_-]+$", maxLength: 100, examples: [example] }),
  );

/** What an administrator may say of keys: ours, and the name of one that an upstream gave us. */
export const upstreamKeyMembers = {
  token_endpoint_auth_signing_alg: Type.Optional(
    Type.Enum([...signingAlgorithms], {
      description:
        "By what our own key signs where token_endpoint_auth_method is private_key_jwt; ES256 where left out",
    }),
  ),
  client_assertion_audience: Type.Optional(
    Type.Enum([...assertionAudiences], {
      description:
        "Whom our assertions are for; token_endpoint only where it takes no other; issuer where left out",
    }),
  ),
  id_token_encrypted_response_alg: Type.Optional(
    Type.Enum([...decryptionAlgorithms], {
      description: "By what it encrypts ID tokens to our key at jwks_uri; others are refused then",
    }),
  ),
  key_id: name("What the upstream calls the private_key; only where the preset wants one", "ABC123DEFG"),
  team_id: name("Whom the upstream gave the private_key to; only where the preset wants one", "DEF123GHIJ"),
};

/** The key itself. */
export const upstreamPrivateKey = Type.Optional(
  Type.String({
    description:
      "The private key that it gave us, as PEM (PKCS #8) or JWK, where the preset has us sign with one; it is kept sealed and never shown",
    minLength: 1,
    maxLength: 5000,
    writeOnly: true,
  }),
);
