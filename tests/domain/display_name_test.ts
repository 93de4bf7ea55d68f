import { assertEquals } from "@std/assert";
import { displayName, visibleText } from "../../src/domain/display_name.ts";

Deno.test("visibleText takes out what reorders or hides text (UTR 36 section 2.5)", () => {
  const between = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place));
  const unseen = [
    ...between(0x00, 0x08),
    ...between(0x0e, 0x1f),
    ...between(0x7f, 0x9f),
    ...between(0x200e, 0x200f),
    ...between(0x202a, 0x202e),
    ...between(0x2066, 0x2069),
    ...between(0xe0020, 0xe007f),
    "\u00ad",
    "\u061c",
    "\u200b",
    "\u2060",
    "\ud800",
  ];
  for (const character of unseen) {
    assertEquals(visibleText(`Ba${character}nk`), "Bank", character.codePointAt(0)!.toString(16));
  }
});

Deno.test("visibleText puts a text on one line", () => {
  assertEquals(visibleText("  Photo\r\n\tPrints\u2028Online\u00a0"), "Photo Prints Online");
  assertEquals(visibleText("\u202e \u0000\ufeff"), "");
});

Deno.test("visibleText leaves the writing of the world as it is", () => {
  for (const text of ["نمایش‌گاه", "क्षत्रिय", "👩‍👩‍👧‍👦", "Đặng Thị Hà", "שָׁלוֹם", "e\u0301\u0323", `<b>"'&`]) {
    assertEquals(visibleText(text), text);
  }
});

Deno.test("visibleText breaks piles of marks that would paint over other lines", () => {
  assertEquals(visibleText(`Z${"\u0300".repeat(50)}algo`), `Z${"\u0300".repeat(3)}algo`);
});

Deno.test("displayName shortens a name to 80 characters and never splits one", () => {
  assertEquals(displayName("x".repeat(80)), "x".repeat(80));
  assertEquals(displayName("😀".repeat(81)), `${"😀".repeat(79)}…`);
});
