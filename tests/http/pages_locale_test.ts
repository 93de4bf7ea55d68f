import { assertEquals, assertStrictEquals } from "@std/assert";
import { ja } from "../../src/http/texts/ja.ts";
import { chooseLocale } from "../../src/http/texts/choose_locale.ts";

function accepted(acceptLanguage: string): string {
  return chooseLocale({ acceptLanguage }).locale;
}

Deno.test("chooseLocale falls back to English when nothing is asked for or nothing fits (RFC 4647 section 3.4)", () => {
  const cases = ["", "*", "xx", "xx-YY, zz;q=0.5", "zh-Hant", "d", "dee"];
  assertEquals(cases.map(accepted), cases.map(() => "en"));
  assertEquals(chooseLocale({}).locale, "en");
});

Deno.test("chooseLocale cuts a range short until a language fits (RFC 4647 section 3.4)", () => {
  assertEquals(["de-AT", "DE-ch-1996", "ja-JP-u-ca-japanese", "es-419"].map(accepted), [
    "de",
    "de",
    "ja",
    "es",
  ]);
});

Deno.test("chooseLocale takes the highest weight, and the first of equals (RFC 9110 section 12.4.2)", () => {
  assertEquals(accepted("de;q=0.5, fr;q=0.9, es;q=0.8"), "fr");
  assertEquals(accepted("es, fr, de;q=1.0"), "es");
  assertEquals(accepted("xx, ja ; q=0.001"), "ja");
  assertEquals(accepted("fr;Q=0.2,de;q=0.300"), "de");
});

Deno.test("chooseLocale never takes a language with weight 0 (RFC 9110 section 12.4.2)", () => {
  assertEquals(accepted("de;q=0, fr;q=0.1"), "fr");
  assertEquals(accepted("de;q=0.000"), "en");
});

Deno.test("chooseLocale passes over what is malformed", () => {
  const junk = [
    "de_DE",
    "de;q=2",
    "de;q=-1",
    "de;q=1.001",
    "de;q=0.1234",
    "de;q=",
    "de;q",
    "de;x=1",
    "de;q=1;q=1",
  ];
  assertEquals(junk.map((item) => accepted(`${item}, fr;q=0.001`)), junk.map(() => "fr"));
  assertEquals(accepted(`,;,=,;q=1,${"a".repeat(10_000)},-de,de-,constructor,__proto__, es`), "es");
});

Deno.test("chooseLocale goes by ui_locales before Accept-Language (OpenID Connect Core section 3.1.2.1)", () => {
  assertEquals(chooseLocale({ uiLocales: "xx ja-JP de", acceptLanguage: "fr" }).locale, "ja");
  assertEquals(chooseLocale({ uiLocales: "xx yy", acceptLanguage: "fr" }).locale, "fr");
  assertEquals(chooseLocale({ uiLocales: "  en   fr ", acceptLanguage: "de" }).locale, "en");
});

Deno.test("chooseLocale returns the texts of the language that it names", () => {
  assertStrictEquals(chooseLocale({ uiLocales: "ja" }).texts, ja);
});
