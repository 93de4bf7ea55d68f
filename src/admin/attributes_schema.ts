import Type from "typebox";
import { attributeBounds, attributeName } from "../domain/attributes.ts";

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
  examples: [{ department: "Engines", badges: ["gate"] }],
});
