import { assertEquals } from "@std/assert";
import { inLanguage, isLocalized } from "../../src/domain/localized_metadata.ts";

Deno.test("what people read may have a language tag, and nothing else may (RFC 7591 section 2.2)", () => {
  for (const name of ["client_name#de", "client_uri#ja-Hani-JP", "policy_uri#fr", "tos_uri#EN-gb"]) {
    assertEquals(isLocalized(name), true, name);
  }
  for (
    const name of ["client_name", "client_name#", "client_name#d", "client_name#de#fr", "redirect_uris#de"]
  ) {
    assertEquals(isLocalized(name), false, name);
  }
  for (const name of ["logo_uri#de", "scope#de", "client_name# de", "__proto__#de", "client_name#de-"]) {
    assertEquals(isLocalized(name), false, name);
  }
});

Deno.test("people read their language, a variety of it, what has no tag, or what there is (RFC 4647 section 3.4)", () => {
  const metadata = {
    client_name: "Prints",
    "client_name#DE": "Drucke",
    "client_name#ja-Hani-JP": "版画",
    "tos_uri#fr": "https://app.example/conditions",
    client_id: "c_1",
  };
  const told = (language: string) => inLanguage(metadata, "client_name", language);
  assertEquals(["de", "ja", "fr", "en", "j"].map(told), ["Drucke", "版画", "Prints", "Prints", "Prints"]);
  assertEquals(inLanguage(metadata, "tos_uri", "de"), "https://app.example/conditions");
  assertEquals(inLanguage(metadata, "policy_uri", "de"), undefined);
});
