import { assertEquals } from "@std/assert";
import { addressesIn } from "../../scripts/check_lock.ts";

Deno.test("addressesIn names the lines of a lock file that hold an address", () => {
  const text = [
    "{",
    '  "http-errors@2.0.0": { "integrity": "sha512-aa//bb" },',
    '  "redirects": { "https://example.com/a.ts": "b" },',
    '      "tarball": "somewhere"',
    "}",
  ].join("\n");
  assertEquals(addressesIn(text), [
    'deno.lock:3 holds an address: "redirects": { "https://example.com/a.ts": "b" },',
    'deno.lock:4 holds an address: "tarball": "somewhere"',
  ]);
});
