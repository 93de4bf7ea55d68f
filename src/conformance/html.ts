/** A tag of a page. */
export interface Tag {
  /** In lower case; with a slash in front where it closes. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text up to the next tag; what stands in scripts and styles is left out. */
  readonly text: string;
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** Text with its character references resolved, as far as pages that sign people in use them. */
const unescapeHtml = (text: string): string =>
  text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, reference: string) => {
    if (!reference.startsWith("#")) return named[reference.toLowerCase()] ?? whole;
    const point = /^#x/i.test(reference) ? parseInt(reference.slice(2), 16) : Number(reference.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

const tag = /<(\/?[a-z][a-z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>([^<]*)/gi;

/** Elements whose content is no markup. */
const raw = /(<(script|style|textarea|title)\b[^>]*>)([\s\S]*?)(<\/\2\s*>)/gi;

/** The tags of a page, in their order. */
export function tagsOf(html: string): readonly Tag[] {
  const markup = html.replaceAll(/<!--[\s\S]*?-->/g, "").replaceAll(
    raw,
    (_, open: string, name: string, content: string, close: string) =>
      /script|style/i.test(name) ? open + close : open + content.replaceAll("<", "&lt;") + close,
  );
  return [...markup.matchAll(tag)].map(([, name = "", inside = "", text = ""]) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries(
      [...inside.matchAll(attribute)].map((
        [, key = "", double, single, bare],
      ) => [key.toLowerCase(), unescapeHtml(double ?? single ?? bare ?? "")]),
    ),
    text: unescapeHtml(text),
  }));
}

/** What a person can read on a page, in one line. */
export const textOf = (html: string): string =>
  tagsOf(html).filter(({ name }) => name !== "title").map((tag) => tag.text).join(" ")
    .replaceAll(/\s+/g, " ").trim();
