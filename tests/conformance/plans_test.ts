/** The plans: complete by the list of certification's names, and passed by Latchkey. */
import { assert, assertEquals } from "@std/assert";
import { withOwnLatchkey } from "../../src/cli/own_latchkey.ts";
import { openOwnChromium } from "../../src/cli/script_browser.ts";
import { accept, expectationOf } from "../../src/conformance/acceptance.ts";
import { readExpected } from "../../src/conformance/expected.ts";
import { type Plan, schedule } from "../../src/conformance/plan.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { duePlans } from "./due_plans.ts";
import { failuresIn } from "./failures.ts";
import { quietIo } from "./quiet_io.ts";

const expected = readExpected(await Deno.readTextFile(new URL("expected.json", import.meta.url)));
assert(!("fault" in expected), JSON.stringify(expected));

const { op } = JSON.parse(
  await Deno.readTextFile(new URL("conformance_ids.json", import.meta.url)),
) as { readonly op: Readonly<Record<string, readonly string[]>> };

Deno.test("every plan has the modules that certification lists for it, in their order", () => {
  for (const { name, entries } of plans) {
    assertEquals(entries.map(({ module }) => module.id), op[name], name);
  }
});

Deno.test("every module exists once, however many plans have it", () => {
  const modules = new Set(plans.flatMap(({ entries }) => entries.map(({ module }) => module)));
  assertEquals(new Set([...modules].map(({ id }) => id)).size, modules.size);
});

Deno.test("every plan that is due exists", () => {
  const names = plans.map(({ name }) => name);
  assertEquals(duePlans.filter((name) => !names.includes(name)), []);
});

/** The plans against one Latchkey, with the response types that they ask of a server. */
async function examine(chosen: readonly Plan[]): Promise<readonly ModuleResult[]> {
  await using chromium = openOwnChromium();
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  let results: readonly ModuleResult[] = [];
  const responseTypes = chosen.find((plan) => plan.responseTypes)?.responseTypes;
  try {
    const code = await withOwnLatchkey(quietIo(), receiver, async ({ issuer, config }) => {
      const planned = chosen.flatMap((plan) => schedule(plan, config.variant));
      const scene = { issuer, config, receiver, send: transport.send, scriptBrowser: chromium.find, seed: 1 };
      results = await runModules(scene, planned, { side: 4, sleep, tell: () => {} });
      return 0;
    }, { responseTypes });
    assertEquals(code, 0);
  } finally {
    transport.close();
    await receiver.close();
  }
  return results;
}

Deno.test("Latchkey passes every module of the plans that are due, but for what the reviewed file expects", async () => {
  const due = plans.filter(({ name }) => duePlans.includes(name));
  const [usual, demanding] = [
    due.filter((plan) => !plan.responseTypes),
    due.filter((plan) => plan.responseTypes),
  ];
  const results = (await Promise.all([examine(usual), examine(demanding)])).flat();
  assert(results.length > 0);
  const measure = { expected, chosen: [], today: new Date().toISOString().slice(0, 10) };
  const { refusals, remarks } = accept(results, measure);
  const unexpected = results.filter((result) =>
    result.verdict !== "PASSED" && !expectationOf(measure, result)
  );
  assertEquals([...refusals, ...remarks], [], unexpected.map(failuresIn).join("\n"));
});
