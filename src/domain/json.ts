/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object: neither a list nor null. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Decodes JSON from octets (RFC 8259 section 8.1).
 *
 * @returns undefined, which is no value of JSON, where they are not UTF-8 or not JSON.
 */
export function decodeJson(octets: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(octets));
  } catch {
    return undefined;
  }
}

/** So deep nests nothing that anybody here has to read or store. */
export const deepest = 32;

/**
 * Whether a JSON text nests no deeper than anything that is read here. Whoever walks a deeper one, or writes it down
 * again, runs out of stack; so it is looked at before it is parsed.
 */
export function isShallowJson(text: string): boolean {
  let depth = 0, inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === "\\") at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "{" || character === "[") {
      if (++depth > deepest) return false;
    } else if (character === "}" || character === "]") depth--;
  }
  return true;
}
