import { formType } from "./exchange.ts";
import { type Tag, tagsOf } from "./html.ts";

/** A button of a form; without a name it only submits. */
export interface Button {
  readonly name: string;
  readonly value: string;
}

/** A form as it stands in a page. */
export interface Form {
  readonly action: string;
  readonly method: "GET" | "POST";
  /** The media type that it is sent with. */
  readonly enctype: string;
  /** What it would send as it stands, by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of everything that can be filled in, also of what is not checked. */
  readonly inputs: readonly string[];
  readonly buttons: readonly Button[];
}

/** Media types of forms beside the usual one (WHATWG HTML section 4.10.19.6). */
const otherTypes = ["multipart/form-data", "text/plain"];

interface Draft {
  action: string;
  method: "GET" | "POST";
  enctype: string;
  fields: Record<string, string>;
  inputs: string[];
  buttons: Button[];
}

const isButton = ({ name, attributes }: Tag) =>
  name === "button"
    ? (attributes.type ?? "submit") === "submit"
    : name === "input" && ["submit", "image"].includes((attributes.type ?? "").toLowerCase());

function takeInput(draft: Draft, { name, attributes, text }: Tag): void {
  const field = attributes.name;
  if (!field || "disabled" in attributes) return;
  draft.inputs.push(field);
  const type = (attributes.type ?? "").toLowerCase();
  if (name === "textarea") draft.fields[field] = text.replace(/^\n/, "");
  else if (type === "checkbox" || type === "radio") {
    if ("checked" in attributes) draft.fields[field] = attributes.value ?? "on";
  } else draft.fields[field] = attributes.value ?? "";
}

/**
 * The forms of a page.
 *
 * @param url Address of the page; actions are resolved against it.
 */
export function formsOf(html: string, url: string): readonly Form[] {
  const forms: Draft[] = [];
  let open: Draft | undefined, select = "";
  for (const tag of tagsOf(html)) {
    const { name, attributes } = tag;
    if (name === "form") {
      const action = new URL(attributes.action || url, url).href;
      const method = (attributes.method ?? "").toUpperCase() === "POST" ? "POST" : "GET";
      const given = (attributes.enctype ?? "").toLowerCase();
      const enctype = otherTypes.includes(given) ? given : formType;
      open = { action, method, enctype, fields: {}, inputs: [], buttons: [] };
      forms.push(open);
    } else if (name === "/form") open = undefined;
    else if (!open) continue;
    else if (isButton(tag)) open.buttons.push({ name: attributes.name ?? "", value: attributes.value ?? "" });
    else if (name === "input" || name === "textarea") takeInput(open, tag);
    else if (name === "select") {
      select = attributes.name ?? "";
      if (select) open.inputs.push(select);
    } else if (name === "option" && select && ("selected" in attributes || !(select in open.fields))) {
      open.fields[select] = attributes.value ?? tag.text.trim();
    }
  }
  return forms;
}

/** Where a page leads by itself (`<meta http-equiv="refresh">`); undefined where it stays. */
export function refreshOf(html: string, url: string): string | undefined {
  for (const { name, attributes } of tagsOf(html)) {
    if (name !== "meta" || attributes["http-equiv"]?.toLowerCase() !== "refresh") continue;
    const [, target] =
      /^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)["']?\s*$/i.exec(attributes.content ?? "") ??
        [];
    if (target) return new URL(target, url).href;
  }
  return undefined;
}

/** Addresses that a page links to. */
export const linksOf = (html: string, url: string): readonly string[] =>
  tagsOf(html).flatMap(({ name, attributes }) =>
    name === "a" && attributes.href && URL.canParse(attributes.href, url)
      ? [new URL(attributes.href, url).href]
      : []
  );

/** Addresses of a page's pictures. */
export const imagesOf = (html: string, url: string): readonly string[] =>
  tagsOf(html).flatMap(({ name, attributes }) =>
    name === "img" && attributes.src && URL.canParse(attributes.src, url)
      ? [new URL(attributes.src, url).href]
      : []
  );
