/**
 * Control characters, the invisible characters that reorder or hide text, and halves of surrogate pairs. The joiners
 * U+200C and U+200D stay: Persian, Hindi and emoji need them.
 */
const unseen =
  // deno-lint-ignore no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;
const markPile = /(\p{M}{3})\p{M}+/gu; // no script stacks more than three; piles of them paint over other lines
const longestName = 80;

/**
 * Takes out of a text what would reorder, hide or overpaint the words around it. Nothing visible is lost.
 *
 * @param text A text that somebody else chose.
 * @returns The text on one line; empty when nothing visible is left of it.
 * @see Unicode Technical Report 36 section 2.5
 */
export function visibleText(text: string): string {
  return text.replace(/\s+/gu, " ").replace(unseen, "").replace(markPile, "$1").trim();
}

/**
 * Makes a name that a stranger chose harmless to show: visible text, and short.
 *
 * It may still lie about who somebody is, so a page never shows it as the only mark of identity. Host names, account
 * names and scopes are not shortened, because their ends matter.
 *
 * @param name The name as registered.
 * @returns The name in at most 80 characters; empty when nothing visible is left of it.
 */
export function displayName(name: string): string {
  const characters = [...visibleText(name)];
  if (characters.length <= longestName) return characters.join("");
  return `${characters.slice(0, longestName - 1).join("")}…`;
}
