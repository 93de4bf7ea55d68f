import type { Measure } from "./acceptance.ts";
import type { ModuleResult } from "./run.ts";

/** A run as reports tell of it. */
export interface Report {
  readonly plan: string;
  readonly issuer: string;
  readonly seed: number;
  /** Milliseconds since 1970-01-01T00:00:00Z when it began. */
  readonly at: number;
  readonly milliseconds: number;
  readonly results: readonly ModuleResult[];
  readonly measure: Measure;
}
