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

Deno.test("no local path leaves the path of a tenant that it is put behind (RFC 3986 section 5.2.4)", () => {
  for (
    const path of ["/..", "/../account", "/a/../../b", "/./x", "/%2e%2e/account", "/.%2E/account", "/a/%2e"]
  ) {
    assertFalse(isLocalPath(path), path);
  }
});
