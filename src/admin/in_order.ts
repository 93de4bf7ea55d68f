import type { TObject } from "typebox";

/** The members of an object that its schema knows, in the order of the schema and then of their names: a database's JSON keeps none. */
export function inOrder<T extends object>(schema: TObject, value: T): T {
  const { properties, patternProperties = {} } = schema as TObject & {
    readonly patternProperties?: Readonly<Record<string, unknown>>;
  };
  const patterns = Object.keys(patternProperties).map((pattern) => new RegExp(pattern));
  const byPattern = Object.keys(value).filter((name) => patterns.some((pattern) => pattern.test(name)));
  return Object.fromEntries(
    [...Object.keys(properties), ...byPattern.toSorted()].filter((name) => Object.hasOwn(value, name))
      .map((name) => [name, value[name as keyof T]]),
  ) as T;
}
