import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import { runTests, shortened, type TestOutcome } from "../../scripts/run_tests.ts";
import type { TestPlan } from "../../scripts/test_plan.ts";

const run = async (
  sources: Readonly<Record<string, string>>,
  options: { eachMs?: number; allMs?: number; permissions?: string[]; alone?: string[]; waiting?: string[] } =
    {},
) => {
  const root = await Deno.makeTempDir();
  try {
    for (const [name, source] of Object.entries(sources)) await Deno.writeTextFile(`${root}/${name}`, source);
    const runs = Object.keys(sources).map((name) => ({
      title: name,
      files: [name],
      permissions: options.permissions ?? ["--allow-all"],
      together: false,
    }));
    const { alone = [], waiting = [] } = options;
    const plan: TestPlan = {
      waiting: runs.filter(({ title }) => waiting.includes(title)),
      beside: runs.filter(({ title }) => ![...alone, ...waiting].includes(title)),
      alone: runs.filter(({ title }) => alone.includes(title)),
    };
    const told: TestOutcome[] = [];
    const limits = { eachMs: options.eachMs ?? 60_000, allMs: options.allMs ?? 60_000, side: 2 };
    const outcomes = await runTests(plan, { root, limits, tell: (outcome) => told.push(outcome) });
    assertEquals(told, outcomes);
    return new Map(outcomes.map((outcome) => [outcome.title, outcome]));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
};

Deno.test("runTests counts over several files and shows only what failed", async () => {
  const outcomes = await run({
    "good_test.ts": 'Deno.test("a", () => {}); Deno.test("b", () => {});',
    "bad_test.ts":
      'Deno.test("fine", () => {}); Deno.test("wrong", () => { throw new Error("the reason"); });',
    "left_test.ts": 'Deno.test("c", () => {}); Deno.test.ignore("d", () => {});',
  });
  assertEquals(outcomes.get("good_test.ts")!.counts, { passed: 2, failed: 0, skipped: 0 });
  assertEquals(outcomes.get("good_test.ts")!.complaint, undefined);
  assertEquals(outcomes.get("left_test.ts")!.counts, { passed: 1, failed: 0, skipped: 1 });
  const bad = outcomes.get("bad_test.ts")!;
  assertEquals(bad.counts, { passed: 1, failed: 1, skipped: 0 });
  assertStringIncludes(bad.complaint!, "the reason");
  assertNotMatch(bad.complaint!, /fine \.\.\. ok/);
});

Deno.test("runTests fails a file that does not load, fails outside of its tests, or holds none", async () => {
  const outcomes = await run({
    "broken_test.ts": 'throw new Error("while loading");',
    "late_test.ts":
      'Deno.test("a", () => {}); addEventListener("unload", () => { throw new Error("at the end"); });',
    "empty_test.ts": "export {};",
  });
  assertEquals([...outcomes.values()].map((outcome) => outcome.counts.failed), [1, 1, 1]);
  assertStringIncludes(outcomes.get("broken_test.ts")!.complaint!, "while loading");
  assertStringIncludes(outcomes.get("late_test.ts")!.complaint!, "at the end");
  assertStringIncludes(outcomes.get("empty_test.ts")!.complaint!, "no test");
});

Deno.test("runTests runs what waits beside the others, and what is alone after both", async () => {
  const waits = `Deno.test("waits", async () => {
    while (await Deno.stat("begun").then(() => false, () => true)) await new Promise((go) => setTimeout(go, 5));
    await Deno.writeTextFile("waited", "");
  });`;
  const begins = 'Deno.test("begins", () => Deno.writeTextFileSync("begun", ""));';
  const outcomes = await run({
    "waiting_test.ts": waits,
    "first_test.ts": waits.replace('"waited"', '"first"'),
    "second_test.ts": waits.replace('"waited"', '"second"'),
    "last_test.ts": 'Deno.test("last", () => ["waited", "first", "second"].forEach(Deno.statSync));',
    "begins_test.ts": begins,
  }, { waiting: ["begins_test.ts"], alone: ["last_test.ts"] });
  assertEquals([...outcomes.values()].map(({ complaint }) => complaint), Array(5).fill(undefined));
});

Deno.test("runTests gives a run the permissions of its plan and never asks", async () => {
  const source = 'Deno.test("reads", () => { Deno.readTextFileSync("deno.json"); });';
  const outcomes = await run({ "reading_test.ts": source }, { permissions: [] });
  assertStringIncludes(outcomes.get("reading_test.ts")!.complaint!, "Requires read access");
});

Deno.test("runTests hides the developer's own database from the tests", async () => {
  Deno.env.set("LATCHKEY_SECRET", "the developer's");
  try {
    const source = 'Deno.test("a", () => { if (Deno.env.get("LATCHKEY_SECRET")) throw new Error("seen"); });';
    assertEquals((await run({ "env_test.ts": source })).get("env_test.ts")!.complaint, undefined);
  } finally {
    Deno.env.delete("LATCHKEY_SECRET");
  }
});

Deno.test("runTests kills what takes too long, with its children, and goes on", async () => {
  const marker = `300.${Deno.pid}`;
  const outcomes = await run({
    "hanging_test.ts": `Deno.test("a", async () => {
      new Deno.Command("sh", { args: ["-c", "sleep ${marker} & sleep ${marker}"] }).spawn();
      await new Promise((resolve) => setTimeout(resolve, 300_000));
    });`,
    "good_test.ts": 'Deno.test("a", () => {});',
  }, { eachMs: 10_000, alone: ["good_test.ts"] });
  assertStringIncludes(outcomes.get("hanging_test.ts")!.complaint!, "killed after 10 s, its limit");
  assertEquals(outcomes.get("hanging_test.ts")!.counts.failed, 1);
  assertEquals(outcomes.get("good_test.ts")!.counts, { passed: 1, failed: 0, skipped: 0 });
  const pids = [...Deno.readDirSync("/proc")].map((entry) => entry.name).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => Deno.readTextFile(`/proc/${pid}/cmdline`).catch(() => "")),
  );
  assert(!lines.some((line) => line.startsWith(`sleep\0${marker}`)));
});

Deno.test("runTests does not start what the time for all leaves no room for", async () => {
  const outcomes = await run({
    "slow_test.ts": 'Deno.test("a", () => new Promise((resolve) => setTimeout(resolve, 300_000)));',
    "next_test.ts": 'Deno.test("a", () => {});',
  }, { allMs: 500, alone: ["next_test.ts"] });
  assertStringIncludes(outcomes.get("next_test.ts")!.complaint!, "not started");
  assertEquals(outcomes.get("next_test.ts")!.counts.failed, 1);
});

Deno.test("shortened keeps both ends of a long complaint", () => {
  const text = shortened(Array.from({ length: 1000 }, (_, index) => `line ${index}`).join("\n"));
  assertStringIncludes(text, "line 0\n");
  assertStringIncludes(text, "\n… 700 lines …\n");
  assertStringIncludes(text, "line 999");
});
