/** A start tag as it stands in a rendered page. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const markup = /<!doctype html>|<\/[a-z][a-z0-9]*>|<([a-z][a-z0-9]*)((?: +[a-zA-Z-]+(?:="[^"<>]*")?)*) *>/g;
const attribute = / ([a-zA-Z-]+)(?:="([^"]*)")?/g;
const references: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/**
 * Reads the start tags of a page, and fails on anything that is neither a well-formed tag nor escaped text.
 *
 * @param html A rendered page.
 */
export function tagsOf(html: string): readonly Tag[] {
  const text = html.replace(markup, "");
  if (/[<>"]/.test(text)) throw new Error(`Not escaped: ${text}`);
  return [...html.matchAll(markup)].filter((found) => found[1] !== undefined).map((found) => ({
    name: found[1]!,
    attributes: Object.fromEntries(
      [...found[2]!.matchAll(attribute)].map((pair) => [pair[1]!, unescape(pair[2] ?? "")]),
    ),
  }));
}

function unescape(value: string): string {
  return value.replace(/&(?:amp|lt|gt|quot|#39);/g, (reference) => references[reference]!);
}
