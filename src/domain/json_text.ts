/** So deep is nothing that anybody here has to read. */
const deepest = 32;

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
