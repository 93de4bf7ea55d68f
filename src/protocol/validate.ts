import type { Static, TSchema } from "typebox";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";
import { deepest } from "../domain/json.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { isStorableText } from "../domain/storable_text.ts";
import { describe, schemaAt } from "./describe_schema.ts";

/** What is wrong at one place of a value. */
export interface PlacedFault {
  /** A JSON Pointer (RFC 6901); empty for the whole. */
  readonly pointer: string;
  readonly detail: string;
}

/** So many faults are told at once, and so long is the name of a place; both come from the request. */
const most = 20, longestPointer = 200;

// The package's own limit of 8 would hide faults behind those of alternatives.
Settings.Set({ maxErrors: 5 * most });

/** A name as a part of a JSON Pointer (RFC 6901 section 3). */
export const pointerPart = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
const pathOf = (pointer: string) =>
  pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

interface Members {
  readonly properties?: object;
  readonly patternProperties?: object;
}

/** What members there can be at a place, in words. */
function membersAt(schema: TSchema, pointer: string): string {
  const found = schemaAt(schema, pathOf(pointer)) as
    | Members & { readonly anyOf?: readonly Members[] }
    | undefined;
  const shaped = found?.anyOf?.find((alternative) => alternative.properties) ?? found;
  const names = Object.keys(shaped?.properties ?? {}),
    [pattern] = Object.keys(shaped?.patternProperties ?? {});
  // Where there are names and patterns, the patterns are names in other languages.
  return names.length === 0 && pattern !== undefined
    ? `is no name that is taken here: one matches ${pattern}`
    : `is not known here: known are ${names.join(", ") || "none"}`;
}

const parentOf = (pointer: string) => pointer.slice(0, pointer.lastIndexOf("/"));

/** Names the places where a value does not fit, each once; never none. */
function faultsOf(schema: TSchema, value: unknown): readonly PlacedFault[] {
  const faults = new Map<string, string>();
  const note = (pointer: string, detail: string) => faults.has(pointer) || faults.set(pointer, detail);
  for (const { instancePath, keyword, params } of Value.Errors(schema, value)) {
    const wanted = schemaAt(schema, pathOf(instancePath));
    if (keyword === "required") {
      for (const name of params.requiredProperties) {
        const place = `${instancePath}/${pointerPart(name)}`;
        const missing = schemaAt(schema, pathOf(place));
        note(place, missing ? `is required: ${describe(missing)}` : "is required");
      }
    } else if (wanted) note(instancePath, `must be ${describe(wanted)}`);
    else {
      note(instancePath.slice(0, longestPointer), membersAt(schema, parentOf(instancePath)));
    }
  }
  if (faults.size === 0) note("", `must be ${describe(schema)}`);
  const places = [...faults.keys()];
  return places.filter((place) => !places.some((other) => other.startsWith(`${place}/`)))
    .slice(0, most).map((pointer) => ({ pointer, detail: faults.get(pointer)! }));
}

/**
 * Finds what no database column can hold: texts and names with U+0000 or with half of a surrogate pair, and what nests
 * too deep. A schema does not bound that: a key, for one, may have members of any name and form (RFC 7517 section 4).
 */
function unstorable(value: unknown, pointer: string, depth = 0): readonly PlacedFault[] {
  if (typeof value === "string") {
    return isStorableText(value) ? [] : [{ pointer, detail: "must be well-formed Unicode without U+0000" }];
  }
  if (typeof value !== "object" || value === null) return [];
  if (depth === deepest) return [{ pointer, detail: `must not nest deeper than ${deepest} levels` }];
  return Object.entries(value).flatMap(([name, inner]) =>
    isStorableText(name)
      ? unstorable(inner, `${pointer}/${pointerPart(name)}`, depth + 1)
      : [{ pointer, detail: "must name its members in well-formed Unicode without U+0000" }]
  );
}

/** Judges a decoded value by a schema. @returns err: each place that does not fit, with what would be accepted there. */
export function validate<S extends TSchema>(
  schema: S,
  value: unknown,
): Result<Static<S>, readonly PlacedFault[]> {
  const fits = Value.Check(schema, value);
  const faults = fits ? unstorable(value, "") : faultsOf(schema, value);
  return faults.length > 0 ? err(faults) : ok(value as Static<S>);
}
