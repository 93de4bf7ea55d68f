import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ClientMetadata } from "../../../src/domain/client_metadata.ts";
import { clientMetadataChangeFaults } from "../../../src/protocol/client/client_metadata_change.ts";
import { withMetadataDefaults } from "../../../src/protocol/client/client_metadata_defaults.ts";

const open = withMetadataDefaults({ redirect_uris: ["https://app.example/callback"] });
const pairwise = { ...open, subject_type: "pairwise" } as const;

const refused: readonly (readonly [string, ClientMetadata, Partial<ClientMetadata>, string, string])[] = [
  ["a public client becomes pairwise", open, { subject_type: "pairwise" }, "/subject_type", "stay public"],
  ["a pairwise one becomes public", pairwise, { subject_type: "public" }, "/subject_type", "stay pairwise"],
  [
    "a pairwise one moves to another host",
    pairwise,
    { redirect_uris: ["https://other.example/callback"] },
    "/sector_identifier_uri",
    "keep its host",
  ],
  [
    "a pairwise one names another sector",
    pairwise,
    { sector_identifier_uri: "https://sector.example/uris.json" },
    "/sector_identifier_uri",
    "keep its host",
  ],
];

for (const [what, before, change, pointer, says] of refused) {
  Deno.test(`a change in which ${what} is refused (OpenID Connect Core section 8)`, () => {
    const [fault, ...more] = clientMetadataChangeFaults(before, { ...before, ...change });
    assertEquals([more, fault?.pointer, fault?.error], [[], pointer, "invalid_client_metadata"]);
    assertStringIncludes(fault!.detail, says);
  });
}

Deno.test("every other change is taken, as is another host of a public client (RFC 7592 section 2.2)", () => {
  const redirect_uris = ["https://other.example/callback"];
  assertEquals(clientMetadataChangeFaults(open, { ...open, redirect_uris }), []);
  assertEquals(clientMetadataChangeFaults(pairwise, { ...pairwise, client_name: "New" }), []);
});
