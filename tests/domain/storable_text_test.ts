import { assertEquals } from "@std/assert";
import { isStorableText } from "../../src/domain/storable_text.ts";

Deno.test("a text with U+0000 or half of a surrogate pair cannot be stored (RFC 8259 section 8.2)", () => {
  assertEquals(["", "Grüße", "\ud83d\ude00", "\u0001"].map(isStorableText), [true, true, true, true]);
  assertEquals(["\0", "a\0b", "\ud83d", "\ude00\ud83d"].map(isStorableText), [false, false, false, false]);
});
