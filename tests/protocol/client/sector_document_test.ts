import { assertEquals, assertStringIncludes } from "@std/assert";
import { sectorDocumentFault } from "../../../src/protocol/client/sector_document.ts";

const redirect_uris = ["https://app.example/callback", "com.example.app:/callback"];

Deno.test("a sector document has every redirect URI, and may have others (OpenID Connect Dynamic Client Registration section 5)", () => {
  const documents = [redirect_uris, redirect_uris.toReversed(), [...redirect_uris, "https://other.example/"]];
  for (const document of documents) assertEquals(sectorDocumentFault({ redirect_uris }, document), undefined);
  assertEquals(sectorDocumentFault({ redirect_uris: [] }, []), undefined);
});

const others: readonly unknown[] = [
  undefined,
  null,
  {},
  { redirect_uris },
  "https://app.example/callback",
  1,
  [
    ...redirect_uris,
    1,
  ],
  [redirect_uris],
];

for (const document of others) {
  Deno.test(`${JSON.stringify(document)} is no sector document (OpenID Connect Dynamic Client Registration section 5)`, () => {
    const fault = sectorDocumentFault({ redirect_uris }, document);
    assertEquals([fault?.rule, fault?.pointer], ["sector_identifier_uri.document", "/sector_identifier_uri"]);
    assertStringIncludes(fault!.detail, "JSON array");
  });
}

Deno.test("a redirect URI that the document lacks is named, compared character by character, few of many (OpenID Connect Dynamic Client Registration section 5)", () => {
  const lacking = [["https://app.example/callback/"], ["https://APP.example/callback"], []];
  for (const document of lacking) {
    const fault = sectorDocumentFault({ redirect_uris: ["https://app.example/callback"] }, document);
    assertEquals(fault?.rule, "sector_identifier_uri.redirect_uris");
    assertStringIncludes(fault!.detail, "it lacks https://app.example/callback");
  }
  const many = Array.from({ length: 9 }, (_, at) => `https://app.example/${at}`);
  const { detail } = sectorDocumentFault({ redirect_uris: many }, [])!;
  assertStringIncludes(detail, "https://app.example/4 and 4 more");
});
