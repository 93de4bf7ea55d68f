import { isPlainText } from "./storable_text.ts";

/** What can be noted of a person under one name. */
export type AttributeValue = string | number | boolean | readonly string[];

/** What an administrator notes of a person beside the standard claims, by name. It reaches applications only by a claim mapping. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The form of a name that a claim mapping takes, as a regular expression. */
export const mappableName = "^[A-Za-z][A-Za-z0-9_.:-]{0,99}$";

/** The form of a name, as a regular expression: `groups` is what a person is in, and no attribute. */
export const attributeName = `^(?!groups$)${mappableName.slice(1)}`;

/** How much there may be: names, characters of a text, elements of a list, bytes in all. */
export const attributeBounds = { names: 100, text: 2000, elements: 200, bytes: 16_384 } as const;

/** Whether attributes are few and small enough, all together, as JSON. */
export const fitsAttributes = (attributes: Attributes): boolean =>
  Object.keys(attributes).length <= attributeBounds.names &&
  new TextEncoder().encode(JSON.stringify(attributes)).length <= attributeBounds.bytes;

const isAttributeText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= attributeBounds.text && isPlainText(value);

/** Whether a value that somebody else tells can be noted of a person. */
export const isAttributeValue = (value: unknown): value is AttributeValue =>
  typeof value === "boolean" || Number.isSafeInteger(value) || isAttributeText(value) ||
  Array.isArray(value) && value.length <= attributeBounds.elements && value.every(isAttributeText);
