import type { TObject } from "typebox";

/** An object's members in the order of its schema: a database's JSON keeps none. */
export const inOrder = <T extends object>(schema: TObject, value: T): T =>
  Object.fromEntries(
    Object.keys(schema.properties).filter((name) => Object.hasOwn(value, name))
      .map((name) => [name, value[name as keyof T]]),
  ) as T;
