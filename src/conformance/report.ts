import { expectationOf, type Measure } from "./acceptance.ts";
import type { Expectation } from "./expected.ts";
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

/** Why a module that did not pass is accepted; undefined: nobody expects it. */
export const acceptedBy = ({ measure }: Report, result: ModuleResult): Expectation | undefined =>
  expectationOf(measure, result);
