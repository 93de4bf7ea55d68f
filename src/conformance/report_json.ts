import type { ModuleResult } from "./run.ts";
import type { Variant } from "./variant.ts";
import type { Verdict } from "./verdict.ts";

/** A run as `--json` prints it and `--compare` reads it. */
export interface JsonReport {
  readonly plan: string;
  readonly issuer: string;
  readonly modules: readonly {
    readonly id: string;
    readonly variant: Partial<Variant>;
    readonly verdict: Verdict;
    readonly reason: string;
  }[];
}

/** What programs read of a run. */
export const jsonReport = (plan: string, issuer: string, results: readonly ModuleResult[]): JsonReport => ({
  plan,
  issuer,
  modules: results.map(({ planned, verdict, reason }) => ({
    id: planned.module.id,
    variant: planned.variant,
    verdict,
    reason,
  })),
});
