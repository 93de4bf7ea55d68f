/** Which runs are accepted: what FAILED, what is expected and until when, what has lost its PASSED. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { accept } from "../../src/conformance/acceptance.ts";
import { readJsonReport } from "../../src/conformance/compare.ts";
import { type Expectation, readExpected } from "../../src/conformance/expected.ts";
import { jsonReport } from "../../src/conformance/report_json.ts";
import type { ModuleResult } from "../../src/conformance/run.ts";
import type { Verdict } from "../../src/conformance/verdict.ts";
import { madePlan, madeResult } from "./made_results.ts";

const measure = { chosen: [], today: "2026-03-01" };

const row = (result: ModuleResult, change: Partial<Expectation> = {}): Expectation => ({
  module: result.planned.module.id,
  verdict: result.verdict as Expectation["verdict"],
  says: "thing",
  reason: "Nobody needs it yet",
  owner: "sign-in",
  expires: "2026-03-02",
  ...change,
});

const verdicts: readonly Verdict[] = ["PASSED", "WARNING", "REVIEW", "SKIPPED", "FAILED"];

Deno.test("a run without a list of what is expected is refused for what FAILED, and for nothing else", () => {
  const results = verdicts.map((verdict, place) => madeResult(place, verdict));
  const { refusals, remarks } = accept(results, measure);
  assertEquals(refusals, [
    `${results[4]!.planned.module.id} FAILED: subject.rule: something else`,
  ]);
  assertEquals(remarks, []);
});

Deno.test("a run with a list is refused for each module that did not pass and is not in it", () => {
  const results = verdicts.map((verdict, place) => madeResult(place, verdict));
  assertEquals(accept(results, { ...measure, expected: [] }).refusals.length, 4);
  const expected = results.slice(1).map((result) => row(result, { says: "something else" }));
  assertEquals(accept(results, { ...measure, expected }), { refusals: [], remarks: [] });
});

Deno.test("an expectation covers its plan, module, verdict and reason only, and what it misses is told", () => {
  const result = madeResult(1, "WARNING", { reason: "no other thing" });
  const of = (change: Partial<Expectation>) =>
    accept([result], { ...measure, expected: [row(result, change)] });
  assertEquals(of({}), { refusals: [], remarks: [] });
  assertEquals(of({ plan: madePlan.name }), { refusals: [], remarks: [] });
  for (const change of [{ verdict: "FAILED" }, { says: "another reason" }] as const) {
    const { refusals, remarks } = of(change);
    assertMatch(refusals[0]!, /WARNING, which is not expected/);
    assertMatch(remarks[0]!, /nothing came out as is expected of .*: take it off the list/);
  }
  // Of what was not run, nothing can be told.
  for (const change of [{ module: "oidcc-refresh-token" }, { plan: "another plan" }]) {
    const { refusals, remarks } = of(change);
    assertEquals([refusals.length, remarks.length], [1, 0]);
  }
});

Deno.test("an expectation no longer counts on the day on which it expires, and then refuses the run", () => {
  const result = madeResult(0, "FAILED"), expected = [row(result)];
  assertEquals(accept([result], { ...measure, expected }).refusals, []);
  const { refusals } = accept([result], { ...measure, expected, today: "2026-03-02" });
  assertEquals(refusals.length, 2);
  assertMatch(refusals[0]!, /FAILED, which is not expected/);
  assertMatch(refusals[1]!, /\(sign-in\) expired on 2026-03-02/);
  // Also where the module passes by now: the row is to be taken off.
  const passing = madeResult(0, "PASSED");
  assertEquals(accept([passing], { ...measure, expected, today: "2027-01-01" }).refusals.length, 1);
});

Deno.test("a list of what is expected is refused where a row is not whole", () => {
  const whole = row(madeResult(0, "FAILED"));
  assertEquals(readExpected(JSON.stringify([whole])), [whole]);
  const wrong: readonly (readonly [text: string, fault: RegExp])[] = [
    ["[", /no JSON/],
    ["{}", /has to be a list/],
    ["[1]", /entry 1 is no object/],
    ...Object.keys(whole).map((name) =>
      [JSON.stringify([whole, { ...whole, [name]: undefined }]), new RegExp(`entry 2 lacks ${name}`)] as const
    ),
    [JSON.stringify([{ ...whole, owner: " " }]), /owner has to be a text that is not empty/],
    [JSON.stringify([{ ...whole, plan: 1 }]), /plan has to be a text that is not empty/],
    [JSON.stringify([{ ...whole, until: "x" }]), /no member until/],
    [JSON.stringify([{ ...whole, verdict: "PASSED" }]), /verdict has to be one of FAILED/],
    [JSON.stringify([{ ...whole, expires: "2026-02-30" }]), /expires has to be a day/],
    [JSON.stringify([{ ...whole, expires: "soon" }]), /expires has to be a day/],
  ];
  for (const [text, fault] of wrong) {
    const read = readExpected(text);
    assert("fault" in read, text);
    assertMatch(read.fault, fault);
  }
});

const reportOf = (results: readonly ModuleResult[]) =>
  readJsonReport(JSON.stringify(jsonReport(madePlan.name, "https://id.example", results)))!;

Deno.test("a run is refused for each module that passed in an earlier one and does not pass now", () => {
  const old = reportOf(verdicts.map((_, place) => madeResult(place, "PASSED")));
  for (const verdict of verdicts) {
    const now = verdicts.map((_, place) => madeResult(place, place === 2 ? verdict : "PASSED"));
    const lost = accept(now, { ...measure, old }).refusals.filter((line) => line.includes("PASSED before"));
    assertEquals(lost.length, verdict === "PASSED" ? 0 : 1, verdict);
    if (verdict !== "PASSED") assertMatch(lost[0]!, new RegExp(`PASSED before: ${verdict}$`));
  }
});

Deno.test("a run that no longer has a module that passed is refused, unless it was not to run", () => {
  const old = reportOf([madeResult(0, "PASSED"), madeResult(1, "PASSED"), madeResult(2, "SKIPPED")]);
  const now = [madeResult(0, "PASSED")];
  assertMatch(accept(now, { ...measure, old }).refusals[0]!, /PASSED before: it was not run/);
  assertEquals(accept(now, { ...measure, old, chosen: [now[0]!.planned.module.id] }).refusals, []);
});

Deno.test("a module is compared with the one of the same variant", () => {
  const passed = madeResult(0, "PASSED");
  const old = reportOf([passed]);
  const posted = {
    ...passed,
    planned: {
      ...passed.planned,
      variant: { ...passed.planned.variant, response_mode: "form_post" as const },
    },
  };
  assertEquals(accept([posted], { ...measure, old }).refusals.length, 1);
  assertEquals(accept([posted, passed], { ...measure, old }).refusals, []);
});

Deno.test("what is no report of an earlier run is not read as one", () => {
  const module = { id: "oidcc-server", variant: {}, verdict: "PASSED", reason: "" };
  assert(readJsonReport(JSON.stringify({ plan: "p", issuer: "i", modules: [module] })));
  for (
    const text of [
      "",
      "[]",
      JSON.stringify({ plan: "p" }),
      JSON.stringify({ modules: [module] }),
      JSON.stringify({ plan: "p", modules: [{ ...module, verdict: "GOOD" }] }),
      JSON.stringify({ plan: "p", modules: [{ ...module, variant: null }] }),
    ]
  ) assertEquals(readJsonReport(text), undefined, text);
});
