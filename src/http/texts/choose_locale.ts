import type { Texts } from "./catalogue.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";

/** The languages that the pages speak, by their primary language subtag. */
export const catalogues = { en, de, fr, es, ja } as const satisfies Record<string, Texts>;

/** A language that the pages speak. */
export type Locale = keyof typeof catalogues;

const languageTag = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i; // RFC 4647 section 2.1
const weight = /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/; // RFC 9110 section 12.4.2

/**
 * Chooses the language of a page by lookup, falling back to English.
 *
 * What the client asks for goes before what the browser prefers. Malformed tags and weights are passed over; a
 * weight of 0 rules a language out; `*` expresses no preference.
 *
 * @param asked.uiLocales Value of `ui_locales`: language tags in order of preference, separated by spaces.
 * @param asked.acceptLanguage Value of the `Accept-Language` header.
 * @returns The language and its texts.
 * @see RFC 4647 section 3.4, RFC 9110 section 12.5.4, OpenID Connect Core section 3.1.2.1
 */
export function chooseLocale(
  asked: { readonly uiLocales?: string | undefined; readonly acceptLanguage?: string | undefined },
): { readonly locale: Locale; readonly texts: Texts } {
  const wanted = (asked.uiLocales ?? "").split(" ");
  const locale = firstSpoken(wanted) ?? firstSpoken(byWeight(asked.acceptLanguage ?? "")) ?? "en";
  return { locale, texts: catalogues[locale] };
}

/** Every tag we have is a primary subtag, so cutting a range short step by step always ends there. */
function firstSpoken(ranges: readonly string[]): Locale | undefined {
  return ranges.filter((range) => languageTag.test(range))
    .map((range) => range.split("-")[0]!.toLowerCase())
    .find((primary): primary is Locale => Object.hasOwn(catalogues, primary));
}

function byWeight(header: string): readonly string[] {
  return header.split(",").map(readPreference)
    .filter((preference) => preference.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map((preference) => preference.range);
}

function readPreference(item: string): { readonly range: string; readonly weight: number } {
  const [range, parameter, ...rest] = item.split(";").map((part) => part.trim());
  if (parameter === undefined) return { range: range!, weight: 1 };
  const [name, value] = parameter.split("=");
  const wellFormed = rest.length === 0 && name!.toLowerCase() === "q" && weight.test(value ?? "");
  return { range: range!, weight: wellFormed ? Number(value) : 0 };
}
