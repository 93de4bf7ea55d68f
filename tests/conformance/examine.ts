import { assert, assertEquals } from "@std/assert";
import { withOwnLatchkey } from "../../src/cli/own_latchkey.ts";
import { openOwnChromium } from "../../src/cli/script_browser.ts";
import { accept, expectationOf } from "../../src/conformance/acceptance.ts";
import { readExpected } from "../../src/conformance/expected.ts";
import { type Plan, responseTypesFor, schedule } from "../../src/conformance/plan.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { copyDataDir } from "../support/data_dir.ts";
import { duePlans } from "./due_plans.ts";
import { failuresIn } from "./failures.ts";
import { quietIo } from "./quiet_io.ts";

const reviewed = readExpected(await Deno.readTextFile(new URL("expected.json", import.meta.url)));

/** The plans of relying parties that are due. */
export const dueRelyingPartyPlans: readonly Plan[] = plans.filter(({ name, examines }) =>
  examines && duePlans.includes(name)
);

/** The plans of providers that are due: those whose modules ask for codes alone, or those whose modules ask for tokens too. */
export const duePlansFor = (what: "codes" | "tokens"): readonly Plan[] =>
  plans.filter((plan) => {
    if (plan.examines) return false;
    const codes = schedule(plan, {}).every(({ variant }) => variant.response_type === "code");
    return duePlans.includes(plan.name) && codes === (what === "codes");
  });

/** Runs plans, of providers or of relying parties, against one Latchkey that has the response types that they ask for. */
export async function examine(chosen: readonly Plan[], side = 4): Promise<readonly ModuleResult[]> {
  await using chromium = openOwnChromium();
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  let results: readonly ModuleResult[] = [];
  const [{ examines } = {}] = chosen;
  const responseTypes = responseTypesFor(chosen.flatMap((plan) => schedule(plan, {})), chosen);
  try {
    const code = await withOwnLatchkey(quietIo(), receiver, async ({ issuer, config }) => {
      const planned = chosen.flatMap((plan) => schedule(plan, config.variant));
      const scene = { issuer, config, receiver, send: transport.send, scriptBrowser: chromium.find, seed: 1 };
      results = await runModules(scene, planned, { side, sleep, tell: () => {} });
      return 0;
    }, { responseTypes, furnish: copyDataDir, ...(examines ? { examines } : {}) });
    assertEquals(code, 0);
  } finally {
    transport.close();
    await receiver.close();
  }
  return results;
}

/** Every module has passed but for what the reviewed file expects, and all that it expects of them has come. */
export function assertPassed(results: readonly ModuleResult[]): void {
  assert(!("fault" in reviewed), JSON.stringify(reviewed));
  assert(results.length > 0);
  const measure = { expected: reviewed, chosen: [], today: new Date().toISOString().slice(0, 10) };
  const { refusals, remarks } = accept(results, measure);
  const unexpected = results.filter((result) =>
    result.verdict !== "PASSED" && !expectationOf(measure, result)
  );
  assertEquals([...refusals, ...remarks], [], unexpected.map(failuresIn).join("\n"));
}
