/** The plans: complete by the list of certification's names, and passed by Latchkey. */
import { assert, assertEquals } from "@std/assert";
import { withOwnLatchkey } from "../../src/cli/own_latchkey.ts";
import { schedule } from "../../src/conformance/plan.ts";
import { plans } from "../../src/conformance/plans/plans.ts";
import { openReceiver } from "../../src/conformance/receiver.ts";
import { type ModuleResult, runModules, sleep } from "../../src/conformance/run.ts";
import { openTransport } from "../../src/conformance/transport.ts";
import { duePlans } from "./due_plans.ts";
import { failuresIn } from "./failures.ts";
import { quietIo } from "./quiet_io.ts";

const { op } = JSON.parse(
  await Deno.readTextFile(new URL("conformance_ids.json", import.meta.url)),
) as { readonly op: Readonly<Record<string, readonly string[]>> };

/** What may be skipped here, by the end of its reason. */
const mayBeSkipped: Readonly<Record<string, RegExp>> = {
  // Unsigned request objects are refused (RFC 9101 section 10.1 leaves that open).
  "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported":
    /request_not_supported|lacks none/,
  "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported":
    /request_uri_not_supported|lacks none/,
  "oidcc-ensure-request-object-with-redirect-uri": /lacks none/,
  "oidcc-request-uri-unsigned": /lacks none/,
  // Unsigned ID tokens are not made.
  "oidcc-idtoken-unsigned": /lacks none/,
};

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

Deno.test("Latchkey passes every module of the plans that are due", async () => {
  const receiver = await openReceiver({ host: "localhost", port: 0 }), transport = openTransport();
  let results: readonly ModuleResult[] = [];
  try {
    const code = await withOwnLatchkey(quietIo(), receiver, async ({ issuer, config }) => {
      const due = plans.filter(({ name }) => duePlans.includes(name));
      const planned = due.flatMap((plan) => schedule(plan, config.variant));
      const scene = { issuer, config, receiver, send: transport.send, seed: 1 };
      results = await runModules(scene, planned, { side: 4, sleep, tell: () => {} });
      return 0;
    });
    assertEquals(code, 0);
  } finally {
    transport.close();
    await receiver.close();
  }
  assert(results.length > 0);
  const wrong = results.filter(({ planned, verdict, reason }) =>
    verdict !== "PASSED" && !(verdict === "SKIPPED" && mayBeSkipped[planned.module.id]?.test(reason))
  );
  assertEquals(wrong.map(failuresIn), []);
});
