import Type from "typebox";
import { attributeBounds, attributeName } from "../domain/attributes.ts";
import { claimName, mappedPlaces } from "../domain/claim_mapping.ts";
import { closed } from "./resource.ts";

const { names, text, elements } = attributeBounds, largest = Number.MAX_SAFE_INTEGER;

const value = Type.Union([
  Type.String({ minLength: 1, maxLength: text }),
  Type.Integer({ minimum: -largest, maximum: largest }),
  Type.Boolean(),
  Type.Array(Type.String({ minLength: 1, maxLength: text }), { maxItems: elements }),
]);

/** What is noted of a person beside the standard claims, as a member of a person. */
export const attributes = Type.Object({}, {
  description: "What is noted beside the standard claims; applications learn it by a claim mapping alone",
  patternProperties: { [attributeName]: value },
  additionalProperties: false,
  maxProperties: names,
  examples: [{ department: "Engines", groups: ["staff"] }],
});

const mapping = closed({
  attribute: Type.String({
    description: "The attribute of the person that is the claim's value",
    pattern: attributeName,
    examples: ["department"],
  }),
  scope: Type.String({
    description: "The scope that releases the claim",
    maxLength: 200,
    examples: ["work"],
  }),
  to: Type.Array(Type.Enum([...mappedPlaces]), {
    description: "Where it is told without being asked for by name",
    uniqueItems: true,
  }),
});

/** The custom claims that a client is told, by claim name, as a member of a client. */
export const claimMappings = Type.Object({}, {
  description: "Custom claims by name: which attribute of a person each tells, under which scope, and where",
  patternProperties: { [claimName]: mapping },
  additionalProperties: false,
  maxProperties: 100,
  examples: [{ department: { attribute: "department", scope: "profile", to: ["id_token", "userinfo"] } }],
});
