import { assert, assertEquals } from "@std/assert";
import { type Check, explain, runChecks } from "../../src/protocol/check.ts";

interface Facts {
  readonly one: number;
  readonly two: number;
}

/** A check that a number has a value, which a change of the request would give it. */
const valueOf = (name: keyof Facts, due: number): Check<Facts> => ({
  id: `${name}.value`,
  section: `RFC 0 section ${due}`,
  error: "invalid_request",
  description: (facts) => `${name} is ${facts[name]}`,
  expected: () => `${due}`,
  received: (facts) => `${facts[name]}`,
  holds: (facts) => facts[name] === due,
  mend: (facts) => ({
    facts: { ...facts, [name]: due },
    change: { where: "request", name, value: `${due}`, says: `Send ${name}=${due}` },
  }),
});

// The second check cannot even be asked before the first one holds.
const second: Check<Facts> = {
  ...valueOf("two", 2),
  holds: (facts) => {
    assert(facts.one === 1, "Asked too early");
    return facts.two === 2;
  },
};
const checks = [valueOf("one", 1), second];

const held = (id: string, due: number) => ({ id, section: `RFC 0 section ${due}`, held: true });
const failed = (name: string, due: number, received: string) => ({
  ...held(`${name}.value`, due),
  held: false,
  expected: `${due}`,
  received,
  change: { where: "request" as const, name, value: `${due}`, says: `Send ${name}=${due}` },
});

Deno.test("a step table in which every check holds refuses nothing", () => {
  const judged = runChecks(checks, { one: 1, two: 2 });
  assertEquals(judged, { ok: true, value: undefined });
});

Deno.test("a step table refuses with the first check that fails, and asks none that depends on it", () => {
  const judged = runChecks(checks, { one: 5, two: 2 });
  assert(!judged.ok);
  const { trace: _trace, ...error } = judged.error;
  assertEquals(error, { code: "invalid_request", why: "one.value", description: "one is 5" });
});

Deno.test("the trace judges each later check with the changes of the earlier ones made", () => {
  const both = runChecks(checks, { one: 5, two: 6 });
  assert(!both.ok);
  assertEquals(both.error.trace, [failed("one", 1, "5"), failed("two", 2, "6")]);
  assertEquals(explain(checks, { one: 5, two: 2 }), [failed("one", 1, "5"), held("two.value", 2)]);
  assertEquals(explain(checks, { one: 1, two: 6 }), [held("one.value", 1), failed("two", 2, "6")]);
});
