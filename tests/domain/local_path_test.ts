import { assert, assertFalse } from "@std/assert";
import { isLocalPath } from "../../src/domain/local_path.ts";

Deno.test("a local path stays at our own host", () => {
  for (const path of ["/", "/account", "/account?session=x&y=%2F", "/a//b", "/#part", "/:8080", "/@host"]) {
    assert(isLocalPath(path), path);
  }
});

Deno.test("nothing that a browser would take for another host is a local path (RFC 9700 section 4.11)", () => {
  for (
    const path of [
      "",
      "account",
      "//evil.example",
      "/\\evil.example",
      "/a\\b",
      "\\/evil.example",
      "/\t/evil.example",
      "/ /evil.example",
      "/\n/evil.example",
      "/ä",
      "https://evil.example/",
      "javascript:alert(1)",
      `/${"x".repeat(2000)}`,
    ]
  ) {
    assertFalse(isLocalPath(path), path);
  }
});
