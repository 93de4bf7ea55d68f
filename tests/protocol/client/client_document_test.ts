import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readClientDocument } from "../../../src/protocol/client/client_document.ts";
import { clientDocumentRules } from "../../../src/protocol/client/client_document_rules.ts";
import { sampleClient } from "../../domain/sample_client.ts";

const client_id = "https://app.example/client.json";
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (document: unknown) => readClientDocument(client_id, bytes(JSON.stringify(document)));

Deno.test("a document's members are what it says, and without a method the client is public (OAuth Client ID Metadata Document section 4.1)", () => {
  const said = { client_id, client_name: "App" };
  const plain = read(said);
  assertEquals(plain.ok && plain.value, { token_endpoint_auth_method: "none", ...said });
  const keyed = read({ ...said, token_endpoint_auth_method: "private_key_jwt" });
  assertEquals(keyed.ok && keyed.value.token_endpoint_auth_method, "private_key_jwt");
});

const faults: readonly (readonly [string, Uint8Array, string])[] = [
  ["no JSON", bytes("<!doctype html>"), "JSON object"],
  ["nothing", bytes(""), "JSON object"],
  ["a list", bytes("[]"), "JSON object"],
  ["null", bytes("null"), "JSON object"],
  ["other than UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), "JSON object"],
  ["of nobody", bytes("{}"), "as its client_id"],
  [
    "of another",
    bytes(JSON.stringify({ client_id: "https://other.example/client.json" })),
    "as its client_id",
  ],
  ["of another spelling", bytes(JSON.stringify({ client_id: `${client_id}/` })), "as its client_id"],
  ["one with a secret", bytes(JSON.stringify({ client_id, client_secret: "s" })), "no client_secret:"],
  [
    "one with a secret's expiry",
    bytes(JSON.stringify({ client_id, client_secret_expires_at: 0 })),
    "no client_secret_expires_at:",
  ],
];

for (const [what, body, says] of faults) {
  Deno.test(`a document that is ${what} makes no client (OAuth Client ID Metadata Document section 4.1)`, () => {
    const judged = readClientDocument(client_id, body);
    assert(!judged.ok);
    assertStringIncludes(judged.error, says);
  });
}

const broken = [
  ["token_endpoint_auth_method.without_secret", { token_endpoint_auth_method: "client_secret_basic" }],
  ["token_endpoint_auth_method.without_secret", { token_endpoint_auth_method: "client_secret_post" }],
  ["algorithms.without_secret", { token_endpoint_auth_signing_alg: "HS256" }],
] as const;

for (const [id, members] of broken) {
  Deno.test(`a document with ${JSON.stringify(members)} breaks ${id} (OAuth Client ID Metadata Document section 4.1)`, () => {
    const { metadata } = sampleClient({ token_endpoint_auth_method: "none", ...members });
    const rules = { allowed: [], ports: [443], own: [] };
    const failing = clientDocumentRules.filter(({ faults }) => faults(metadata, rules).length > 0);
    assertEquals(failing.map((rule) => rule.id), [id]);
  });
}

Deno.test("every rule of documents is broken by a case above", () => {
  assertEquals(
    new Set<string>(broken.map(([id]) => id)),
    new Set(clientDocumentRules.map(({ id }) => id)),
  );
});
