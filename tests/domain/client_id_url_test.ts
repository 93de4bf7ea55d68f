import { assertEquals, assertStringIncludes } from "@std/assert";
import { clientIdUrlFault, isClientIdUrl } from "../../src/domain/client_id_url.ts";

const rules = { allowed: ["dev.internal:8443"], ports: [443], own: ["id.example"] };

for (
  const url of [
    "https://app.example/client.json",
    "https://app.example/a/b?c=d",
    "https://app.example/a%20b",
    "https://dev.internal:8443/client.json",
  ]
) {
  Deno.test(`${url} can be a client's name (OAuth Client ID Metadata Document section 3)`, () => {
    assertEquals([isClientIdUrl(url), clientIdUrlFault(url, rules)], [true, undefined]);
  });
}

const faults: Readonly<Record<string, string>> = {
  "https://app.example": "must have a path",
  "https://app.example/": "must have a path",
  "https://app.example/?a": "must have a path",
  "https://app.example/client.json#a": "must have no fragment",
  "https://app.example/client.json#": "must have no fragment",
  "https://ada@app.example/client.json": "must hold no user name",
  "https://ada:pass@dev.internal:8443/client.json": "must hold no user name",
  "https://app.example/a/../client.json": "must be written as https://app.example/client.json",
  "https://app.example/./client.json": "must be written as",
  "https://app.example/a/%2e%2E/client.json": "must be written as",
  "https://app.example/a/..": "must have a path",
  "https://app.example:443/client.json": "must be written as",
  "https://APP.example/client.json": "must be written as",
  "HTTPS://app.example/client.json": "must be written as",
  "https:app.example/client.json": "must be written as",
  "https://app.example\\client.json": "must be written as",
  "https://app.example/client\t.json": "must be an absolute https address",
  "https://app.exämple/client.json": "must be an absolute https address",
  "https://app.example:8443/client.json": "must name no port",
  "https://127.0.0.1/client.json": "must not be an address of a private network",
  "https://2130706433/client.json": "must not be an address of a private network",
  "https://[::1]/client.json": "must not be an address of a private network",
  "https://id.example/client.json": "must not be an address of this server",
  "https://id.example./client.json": "must not be an address of this server",
  "http://app.example/client.json": "must use https",
  "http://dev.internal:8443/client.json": "must use https",
  [`https://app.example/${"a".repeat(1000)}`]: "must have at most 1000 characters",
};

for (const [url, says] of Object.entries(faults)) {
  Deno.test(`${url.slice(0, 60)} ${says} to be a client's name (OAuth Client ID Metadata Document section 3)`, () => {
    assertStringIncludes(clientIdUrlFault(url, rules) ?? "nothing", says);
  });
}

Deno.test("what does not begin with https is no URL of a document", () => {
  for (const name of ["c_1", "http://app.example/client.json", "com.example.app:/client"]) {
    assertEquals(isClientIdUrl(name), false);
  }
});
