import Type, { type TObject, type TSchema } from "typebox";
import { isJsonObject } from "../domain/json.ts";

/** Applies a JSON Merge Patch: null removes a member, objects merge, everything else replaces (RFC 7396 section 2). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

const isNullable = (schema: TSchema) =>
  (schema as { anyOf?: readonly { type?: string }[] }).anyOf?.some(({ type }) => type === "null") ?? false;

/** Members that a schema knows by a pattern of their names. */
interface Patterns {
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
}

/** A member in a patch: itself, where it is an object a patch of it, and null where the object can do without it. */
function patched(member: TSchema, required: boolean): TSchema {
  const inner = Type.IsObject(member) ? mergePatchSchema(member) : member;
  return Type.Optional(required || isNullable(inner) ? inner : Type.Union([inner, Type.Null()]));
}

/**
 * The schema of a merge patch over an object: every member may be left out, and those that the object can do without
 * may be null.
 *
 * @param schema The object's own schema.
 * @param title A name in the API's description.
 */
export function mergePatchSchema(schema: TObject, title?: string): TObject & Patterns {
  const { properties, required, patternProperties } = schema as TObject & Patterns;
  const members = Object.entries(properties).map(([name, member]) =>
    [name, patched(member, (required as readonly string[] | undefined)?.includes(name) ?? false)] as const
  );
  const patterns = Object.entries(patternProperties ?? {}).map(([name, member]) =>
    [name, patched(member, false)] as const
  );
  return Type.Object(Object.fromEntries(members), {
    additionalProperties: false,
    ...(patternProperties === undefined ? {} : { patternProperties: Object.fromEntries(patterns) }),
    ...(title === undefined ? {} : { title }),
  });
}
