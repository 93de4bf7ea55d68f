import { assertEquals } from "@std/assert";
import { keepsSubjects, sectorIdentifier } from "../../src/domain/sector_identifier.ts";
import { sampleClient } from "./sample_client.ts";

const sectors: readonly (readonly [readonly string[], string | undefined])[] = [
  [["https://app.example/callback"], "app.example"],
  [["https://APP.example/a", "https://app.example:8443/b?c=d"], "app.example"],
  [["https://app.example/a", "https://www.app.example/a"], undefined],
  [["http://127.0.0.1/callback"], "127.0.0.1"],
  [["http://127.0.0.1/callback", "http://[::1]/callback"], undefined],
  [["com.example.app:/callback"], undefined],
  [["https://app.example/a", "com.example.app:/callback"], undefined],
  [["com.example.app://app.example/callback"], undefined],
  [["https://app.example/a", "com.example.app://app.example/callback"], undefined],
  [["not a URI"], undefined],
  [[], undefined],
];

for (const [redirect_uris, sector] of sectors) {
  Deno.test(`the redirect URIs ${redirect_uris.join(" ") || "of none"} make the sector ${sector} (OpenID Connect Core section 8.1)`, () => {
    assertEquals(sectorIdentifier({ redirect_uris }), sector);
    const sector_identifier_uri = "https://sector.example/redirect_uris.json";
    assertEquals(sectorIdentifier({ redirect_uris, sector_identifier_uri }), "sector.example");
  });
}

const { metadata } = sampleClient();
const moved = { ...metadata, redirect_uris: ["https://other.example/callback"] };
const sectorUri = { sector_identifier_uri: "https://app.example/redirect_uris.json" };

Deno.test("people stay who they are at a public client whatever moves, and at a pairwise one while its sector stays (OpenID Connect Core section 8)", () => {
  assertEquals(keepsSubjects(metadata, moved), true);
  const pairwise = { ...metadata, subject_type: "pairwise" } as const;
  assertEquals(keepsSubjects(pairwise, { ...pairwise, client_name: "New name" }), true);
  assertEquals(keepsSubjects(pairwise, { ...pairwise, ...sectorUri }), true);
  assertEquals(
    keepsSubjects(pairwise, { ...pairwise, ...sectorUri, redirect_uris: moved.redirect_uris }),
    true,
  );
  assertEquals(keepsSubjects(pairwise, { ...moved, subject_type: "pairwise" }), false);
  assertEquals(keepsSubjects(metadata, pairwise), false);
  assertEquals(keepsSubjects(pairwise, metadata), false);
});
