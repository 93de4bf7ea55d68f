import { isObject } from "./json.ts";
import type { JsonReport } from "./report_json.ts";
import type { ModuleResult } from "./run.ts";
import type { Variant } from "./variant.ts";
import { type Verdict, verdicts } from "./verdict.ts";

/** Reads a report of an earlier run. @returns undefined where it is none. */
export function readJsonReport(json: string): JsonReport | undefined {
  let report: unknown;
  try {
    report = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isObject(report) || typeof report.plan !== "string" || !Array.isArray(report.modules)) {
    return undefined;
  }
  const isModule = (module: unknown) =>
    isObject(module) && typeof module.id === "string" && isObject(module.variant) &&
    verdicts.includes(module.verdict as Verdict);
  return report.modules.every(isModule) ? report as unknown as JsonReport : undefined;
}

const named = (variant: Partial<Variant>) =>
  Object.entries(variant).sort(([one], [other]) => one < other ? -1 : 1)
    .map(([name, value]) => `${name}=${value}`).join(" ");

/**
 * What passed in an earlier run of the plan and does not pass now, a line each.
 *
 * @param chosen Ids of the modules that were to run now; none: all. What was not to run has lost nothing.
 */
export function lostSince(
  old: JsonReport,
  results: readonly ModuleResult[],
  chosen: readonly string[],
): readonly string[] {
  const now = new Map(
    results.map(({ planned, verdict }) => [`${planned.module.id} ${named(planned.variant)}`, verdict]),
  );
  return old.modules.flatMap(({ id, variant, verdict }) => {
    if (verdict !== "PASSED" || (chosen.length > 0 && !chosen.includes(id))) return [];
    const found = now.get(`${id} ${named(variant)}`);
    return found === "PASSED"
      ? []
      : [`${id} (${named(variant)}) PASSED before: ${found ?? "it was not run"}`];
  });
}
