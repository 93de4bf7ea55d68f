import Type from "typebox";
import { mappableName } from "../domain/attributes.ts";
import { claimName, mappedPlaces } from "../domain/claim_mapping.ts";
import { closed } from "./resource.ts";

const mapping = closed({
  attribute: Type.String({
    description: "The attribute of the person that is the claim's value, or groups",
    pattern: mappableName,
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
