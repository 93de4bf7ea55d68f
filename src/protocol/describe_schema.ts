import type { TSchema } from "typebox";

/** The keywords of a schema that have words here. */
interface Keywords {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly TSchema[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
  readonly items?: TSchema;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly examples?: readonly unknown[];
}

const example = ({ examples }: Keywords) => examples ? `, such as ${JSON.stringify(examples[0])}` : "";

function text({ minLength = 0, maxLength, ...rest }: Keywords): string {
  const length = maxLength === undefined
    ? minLength > 0 ? ` of at least ${minLength} characters` : ""
    : minLength === maxLength
    ? ` of ${maxLength} characters`
    : ` of ${minLength} to ${maxLength} characters`;
  return `a text${length}${example(rest)}`;
}

function list({ minItems = 0, maxItems, uniqueItems, items }: Keywords): string {
  const bounds = [
    minItems > 0 ? `at least ${minItems}` : "",
    maxItems === undefined ? "" : `at most ${maxItems}`,
  ];
  const length = bounds.filter((bound) => bound !== "").join(" and ");
  return `a list${length && ` of ${length}`}${uniqueItems ? " without repetition" : ""}, each ${
    describe(items!)
  }`;
}

function object({ properties = {}, patternProperties = {}, maxProperties }: Keywords): string {
  const names = Object.keys(properties), [member] = Object.values(patternProperties);
  if (names.length > 0 || member === undefined) return `an object with ${names.join(", ")}`;
  const bound = maxProperties === undefined ? "" : ` of at most ${maxProperties} members`;
  return `an object${bound}, each member ${describe(member)}`;
}

/**
 * What a schema accepts, in words that fit after "must be".
 *
 * @param schema One of the API's own: only the keywords that they use are known.
 */
export function describe(schema: TSchema): string {
  const keywords = schema as Keywords;
  if (keywords.anyOf) return keywords.anyOf.map(describe).join(", or ");
  if (keywords.enum) return `one of ${keywords.enum.join(", ")}`;
  switch (keywords.type) {
    case "string":
      return text(keywords);
    case "integer":
      return `a whole number from ${keywords.minimum} to ${keywords.maximum}`;
    case "boolean":
      return "true or false";
    case "array":
      return list(keywords);
    case "object":
      return object(keywords);
    case "null":
      return "null";
  }
  throw new Error(`There are no words for the schema ${JSON.stringify(schema)}`);
}

/** The schema of the value that a JSON Pointer leads to; alternatives are looked into. */
export function schemaAt(schema: TSchema, path: readonly string[]): TSchema | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  const { properties, patternProperties = {}, items, anyOf } = schema as Keywords;
  for (const alternative of anyOf ?? []) {
    const found = schemaAt(alternative, path);
    if (found) return found;
  }
  const [, byPattern] =
    Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(name)) ?? [];
  const inner = items ??
    (properties && Object.hasOwn(properties, name) ? properties[name] : undefined) ?? byPattern;
  return inner && schemaAt(inner, rest);
}
