import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { systemRandom } from "../../src/crypto/random.ts";
import { open, seal } from "../../src/crypto/seal.ts";

const key = systemRandom(32), other = systemRandom(32);
const place = ["default", "signing_key", "private_key", "kid-1"];
const plain = new TextEncoder().encode("what nobody may read");
const sealed = seal(key, place, plain, systemRandom);

Deno.test("what was sealed opens with its key at its place (NIST SP 800-38D section 7)", () => {
  assertEquals(open([key], place, sealed), plain);
  assertEquals(open([key], place, seal(key, place, new Uint8Array(), systemRandom)), new Uint8Array());
  assert(!new TextDecoder().decode(sealed).includes("nobody"));
});

Deno.test("what was sealed does not open with another key (NIST SP 800-38D section 7.2)", () => {
  assertEquals(open([other], place, sealed), undefined);
  assertEquals(open([], place, sealed), undefined);
});

Deno.test("what was sealed under the previous key opens while that one is at hand, and new values are sealed under the present one (NIST SP 800-57 part 1 section 5.3.4)", () => {
  assertEquals(open([other, key], place, sealed), plain);
  const anew = seal(other, place, plain, systemRandom);
  assertEquals([open([other, key], place, anew), open([key], place, anew)], [plain, undefined]);
});

Deno.test("a sealed value does not open at another tenant, table, column or row (NIST SP 800-38D section 7.2)", () => {
  for (const at of place.keys()) assertEquals(open([key], place.with(at, "another"), sealed), undefined);
  for (const moved of [[], place.slice(1), [...place, ""], [place.join(",")], place.toReversed()]) {
    assertEquals(open([key], moved, sealed), undefined);
  }
});

Deno.test("the parts of a place are kept apart (NIST SP 800-38D section 7.2)", () => {
  const joined = seal(key, ["ab", "c"], plain, systemRandom);
  assertEquals([open([key], ["a", "bc"], joined), open([key], ["ab", "c"], joined)], [undefined, plain]);
});

Deno.test("a sealed value of which one bit was changed does not open, whichever it is (NIST SP 800-38D section 7.2)", () => {
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    assertEquals(open([key], place, changed), undefined, `byte ${at}`);
  }
});

Deno.test("a sealed value that was cut or lengthened does not open (NIST SP 800-38D section 7.2)", () => {
  for (let length = 0; length < sealed.length; length++) {
    assertEquals(open([key], place, sealed.slice(0, length)), undefined);
  }
  assertEquals(open([key], place, new Uint8Array([...sealed, 0])), undefined);
});

Deno.test("the same value sealed twice gives other bytes (NIST SP 800-38D section 8.2)", () => {
  assertNotEquals(seal(key, place, plain, systemRandom), sealed);
});
