import { assertEquals, assertNotEquals } from "@std/assert";
import { deriveKeys, expand, type KeyUse, mac } from "../../src/crypto/derived_key.ts";

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const secret = new Uint8Array(32).fill(7);
const uses: readonly KeyUse[] = ["seal", "csrf", "sid", "registration", "admin_token"];

Deno.test("keys are expanded as HKDF with SHA-256 says (RFC 5869 appendix A.3)", () => {
  const okm = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d";
  assertEquals(hex(expand(new Uint8Array(22).fill(0x0b), "", "")), okm);
});

Deno.test("each use of a secret has a key of its own, and another secret has others (RFC 5869 section 3.2)", () => {
  const mine = deriveKeys(secret), theirs = deriveKeys(new Uint8Array(32).fill(8));
  const keys = [...uses.map(mine), ...uses.map(theirs)].map(hex);
  assertEquals(new Set(keys).size, 2 * uses.length);
  assertEquals(new Set(keys.map(({ length }) => length)), new Set([64]));
  assertEquals(keys.includes(hex(secret)), false);
});

Deno.test("the same secret gives the same keys after every start (RFC 5869 section 2)", () => {
  for (const use of uses) assertEquals(deriveKeys(secret)(use), deriveKeys(secret.slice())(use));
});

Deno.test("another salt or another label gives another key (RFC 5869 section 3.1)", () => {
  const keys = [["", "a"], ["a", ""], ["a", "a"], ["b", "a"]].map(([salt = "", label = ""]) =>
    hex(expand(secret, salt, label))
  );
  assertEquals(new Set(keys).size, 4);
});

Deno.test("a keyed digest keeps its parts apart and depends on the key (RFC 2104 section 3)", () => {
  assertEquals(mac(secret, "a", "b"), mac(secret, "a", "b"));
  const others = [mac(secret, "ab"), mac(secret, "", "ab"), mac(secret, "b", "a"), mac(secret, "a", "b", "")];
  assertEquals(new Set([...others, mac(secret, "a", "b")]).size, 5);
  assertNotEquals(mac(new Uint8Array(32), "a", "b"), mac(secret, "a", "b"));
});
