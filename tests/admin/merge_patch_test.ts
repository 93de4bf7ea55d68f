import { assertEquals } from "@std/assert";
import Type from "typebox";
import { Value } from "typebox/value";
import { mergePatch, mergePatchSchema } from "../../src/admin/merge_patch.ts";

// RFC 7396 appendix A: target, patch, result.
const examples: readonly (readonly [unknown, unknown, unknown])[] = [
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [["a", "b"], ["c", "d"], ["c", "d"]],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

for (const [target, patch, result] of examples) {
  Deno.test(`merge patch ${JSON.stringify(patch)} over ${JSON.stringify(target)} (RFC 7396 appendix A)`, () => {
    const before = structuredClone(target);
    assertEquals(mergePatch(target, patch), result);
    assertEquals(target, before, "the target is left as it was");
  });
}

Deno.test("merge patch keeps a member named __proto__ a member", () => {
  const merged = mergePatch({}, JSON.parse('{"__proto__": {"polluted": true}}')) as Record<string, unknown>;
  assertEquals(Object.keys(merged), ["__proto__"]);
  assertEquals(merged.polluted, undefined);
});

Deno.test("the schema of a merge patch lets what is optional be null, at every depth, and nothing else", () => {
  const schema = mergePatchSchema(Type.Object({
    id: Type.String(),
    note: Type.Optional(Type.String()),
    inner: Type.Optional(
      Type.Object({ deep: Type.Optional(Type.Integer()) }, { additionalProperties: false }),
    ),
  }));
  for (
    const patch of [{}, { id: "a" }, { note: null }, { inner: null }, { inner: { deep: null } }, {
      inner: {},
    }]
  ) {
    assertEquals(Value.Check(schema, patch), true, JSON.stringify(patch));
  }
  for (const patch of [{ id: null }, { note: 1 }, { other: null }, { inner: { other: null } }, [], null]) {
    assertEquals(Value.Check(schema, patch), false, JSON.stringify(patch));
  }
});
