import Type from "typebox";

/** The secret that an upstream gave us. */
export const upstreamClientSecret = Type.String({
  description:
    "The client_secret (OAuth 1.0a: consumer secret) that it gave us; it is kept sealed and never shown",
  pattern: "^[\\x20-\\x7e]+$",
  maxLength: 1000,
  writeOnly: true,
});

/** What an upstream gave us to prove who we are: one column holds either of them, sealed. */
export const upstreamSecretMembers = {
  client_secret: Type.Optional(upstreamClientSecret),
  private_key: Type.Optional(
    Type.String({
      description:
        "The private key that it gave us, as PEM (PKCS #8) or JWK, where the preset has us sign with one; it is kept sealed and never shown",
      minLength: 1,
      maxLength: 5000,
      writeOnly: true,
    }),
  ),
};
