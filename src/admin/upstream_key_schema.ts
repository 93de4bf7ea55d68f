import Type from "typebox";

const name = (description: string, example: string) =>
  Type.Optional(
    Type.String({ description, pattern: "^[A-Za-z0-9_-]+$", maxLength: 100, examples: [example] }),
  );

/** What names the key with which we sign where an upstream gave us one. */
export const upstreamKeyMembers = {
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
