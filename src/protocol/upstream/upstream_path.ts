import { isJsonObject } from "../../domain/json.ts";

/** The form of a path, as a regular expression: names of members, joined by dots. */
export const upstreamPath = "^[^\\s.]+(?:\\.[^\\s.]+)*$";

/**
 * The value at a path in what an upstream tells. Where no member is called like the first name, a name may have dots in
 * it, as those do that are addresses (OpenID Connect Core section 5.1.2): the shortest that is there counts.
 *
 * @returns undefined where the path leads nowhere.
 */
export function valueAt(document: unknown, path: string): unknown {
  if (!isJsonObject(document)) return undefined;
  for (let dot = path.indexOf("."); dot !== -1; dot = path.indexOf(".", dot + 1)) {
    const name = path.slice(0, dot);
    if (Object.hasOwn(document, name)) return valueAt(document[name], path.slice(dot + 1));
  }
  return Object.hasOwn(document, path) ? document[path] : undefined;
}
