import { assert, assertEquals } from "@std/assert";
import { catalogues, type Locale } from "../../src/http/texts/choose_locale.ts";

type Text = string | ((...values: number[]) => string);
type Tree = { readonly [key: string]: Text | Tree };

/** Texts that are the same word in English. */
const alike = new Set(["de client.website"]);

const others = (Object.keys(catalogues) as Locale[]).filter((locale) => locale !== "en");
const english = leaves(catalogues.en as unknown as Tree, "");

function leaves(tree: Tree, path: string): ReadonlyMap<string, Text> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): (readonly [string, Text])[] =>
      typeof value === "object" ? [...leaves(value, `${path}${key}.`)] : [[path + key, value]]
    ),
  );
}

function textsIn(locale: Locale): ReadonlyMap<string, Text> {
  return leaves(catalogues[locale] as unknown as Tree, "");
}

Deno.test("every catalogue has the texts of the English one, and none is empty", () => {
  for (const locale of others) {
    const texts = textsIn(locale);
    assertEquals([...texts.keys()], [...english.keys()], locale);
    for (const [path, text] of texts) {
      assertEquals(typeof text, typeof english.get(path), `${locale} ${path}`);
      if (typeof text === "string") assert(text !== "" && text === text.trim(), `${locale} ${path}`);
    }
  }
});

Deno.test("no text is left in English", () => {
  const said = (text: Text | undefined) => typeof text === "function" ? text(7) : text;
  for (const locale of others) {
    for (const [path, text] of textsIn(locale)) {
      const mayBe = path === "direction" || alike.has(`${locale} ${path}`);
      assertEquals(said(text) === said(english.get(path)) && !mayBe, false, `${locale} ${path}`);
    }
  }
});

Deno.test("every text with values says each of them, for one and for many", () => {
  for (const locale of ["en", ...others] as const) {
    for (const [path, text] of textsIn(locale)) {
      if (typeof text !== "function") continue;
      for (const first of [1, 2, 15]) {
        const values = Array.from({ length: text.length }, (_, place) => first + 100 * place);
        for (const value of values) assert(text(...values).includes(String(value)), `${locale} ${path}`);
      }
      assertEquals(text.length, 1, `${locale} ${path}`);
    }
  }
});
