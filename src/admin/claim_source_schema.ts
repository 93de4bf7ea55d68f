import Type from "typebox";
import { claimName } from "../domain/claim_mapping.ts";
import { closed } from "./resource.ts";

const source = closed({
  claims: Type.Array(Type.String({ pattern: claimName, examples: ["credit_score"] }), {
    description: "The claims that it vouches for; it is told to whoever may know all of them",
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
  }),
  JWT: Type.Optional(
    Type.String({ description: "The claims, signed (aggregated)", minLength: 1, maxLength: 10_000 }),
  ),
  endpoint: Type.Optional(
    Type.String({
      description: "Where the claims are had (distributed)",
      minLength: 1,
      maxLength: 2000,
      examples: ["https://bank.example/claims"],
    }),
  ),
  access_token: Type.Optional(
    Type.String({
      description: "Opens the endpoint",
      pattern: "^[!-~]+$",
      maxLength: 4000,
      examples: ["ksj3n283dke"],
    }),
  ),
});

/** Who else vouches for claims of a person, as a member of a person (OpenID Connect Core section 5.6.2). */
export const claimSources = Type.Object({}, {
  description: "Who else vouches for claims of the person, by any name: aggregated and distributed claims",
  patternProperties: { "^[A-Za-z0-9_-]{1,50}$": source },
  additionalProperties: false,
  maxProperties: 10,
  examples: [{ bank: { claims: ["credit_score"], endpoint: "https://bank.example/claims" } }],
});
