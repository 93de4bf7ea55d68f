import { assertEquals } from "@std/assert";
import { decodeJson, isJsonObject, isShallowJson } from "../../src/domain/json.ts";

const octets = (text: string) => new TextEncoder().encode(text);

Deno.test("JSON in UTF-8 is decoded, null included; everything else is undefined (RFC 8259 section 8.1)", () => {
  assertEquals(decodeJson(octets('{"name":["Grüße",1,true]}')), { name: ["Grüße", 1, true] });
  assertEquals(decodeJson(octets("null")), null);
  const broken = [[], octets("{"), octets("undefined"), [0x22, 0xff, 0x22], [0x22, 0xc3, 0x22]];
  for (const body of broken) assertEquals(decodeJson(Uint8Array.from(body)), undefined);
});

Deno.test("an object of JSON is neither a list nor null (RFC 8259 section 4)", () => {
  assertEquals([{}, { a: 1 }].map(isJsonObject), [true, true]);
  assertEquals([null, [], [{}], "{}", 1, true, undefined].map(isJsonObject), Array(7).fill(false));
});

Deno.test("JSON is shallow down to 32 levels; brackets in texts are none (RFC 8259 section 9)", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  assertEquals([nested(32), nested(33)].map(isShallowJson), [true, false]);
  assertEquals(['{"a":'.repeat(32), '{"a":'.repeat(33)].map(isShallowJson), [true, false]);
  const inText = JSON.stringify({ text: `\\"${nested(40)}`, list: Array(40).fill([{}]) });
  assertEquals(isShallowJson(inText), true);
});
