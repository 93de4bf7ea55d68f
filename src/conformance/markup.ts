const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters, which XML 1.0 does not allow (section 2.2) and no page needs. */
// deno-lint-ignore no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as it may stand in HTML and XML, also between quotation marks. */
const escapeMarkup = (text: string) =>
  text.replaceAll(control, "\ufffd").replaceAll(/[&<>"']/g, (found) => references[found]!);

/** Markup that is put together from our own. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | undefined;

const render = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "object") return "markup" in part ? part.markup : part.map(render).join("");
  return escapeMarkup(String(part));
};

/** A template of markup: what is put in is escaped, unless it is markup itself. */
export const markup = (template: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: template.reduce((before, text, at) => before + render(parts[at - 1]) + text),
});
