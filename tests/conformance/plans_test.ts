/** The plans: complete by the list of certification's names, and those of codes passed by Latchkey. */
import { assertEquals } from "@std/assert";
import { plans } from "../../src/conformance/plans/plans.ts";
import { duePlans } from "./due_plans.ts";
import { assertPassed, duePlansFor, examine } from "./examine.ts";

const { op, rp } = JSON.parse(
  await Deno.readTextFile(new URL("conformance_ids.json", import.meta.url)),
) as { readonly [side in "op" | "rp"]: Readonly<Record<string, readonly string[]>> };

Deno.test("every plan has the modules that certification lists for it, in the order in which each comes first", () => {
  for (const { name, entries, examines } of plans) {
    const listed = (examines ? rp : op)[name];
    assertEquals([...new Set(entries.map(({ module }) => module.id))], listed, name);
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

Deno.test("Latchkey passes every module of the plans of codes that are due, but for what the reviewed file expects", async () => {
  const due = duePlansFor("codes");
  const demanding = due.filter((plan) => plan.responseTypes);
  const parted = [due.filter((plan) => !plan.responseTypes), demanding];
  const results = await Promise.all(parted.map((chosen) => examine(chosen)));
  assertPassed(results.flat());
});
