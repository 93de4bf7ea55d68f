import { lostSince } from "./compare.ts";
import { concerns, type Expectation, expects, hasExpired } from "./expected.ts";
import { titleOf } from "./plan.ts";
import type { JsonReport } from "./report_json.ts";
import type { ModuleResult } from "./run.ts";

/** What a run is held against. */
export interface Measure {
  /** Modules that are known not to pass; undefined: only what FAILED counts. */
  readonly expected?: readonly Expectation[] | undefined;
  /** An earlier run of the plan. */
  readonly old?: JsonReport | undefined;
  /** Ids of the modules that were to run; none: all of the plan. */
  readonly chosen: readonly string[];
  /** YYYY-MM-DD in UTC. */
  readonly today: string;
}

/** Whether a run is accepted. */
export interface Acceptance {
  /** Why not, a line each; none: it is. */
  readonly refusals: readonly string[];
  /** What somebody should look at all the same. */
  readonly remarks: readonly string[];
}

/** The row that expects how a module came out and still counts. */
export const expectationOf = (
  { expected = [], today }: Measure,
  result: ModuleResult,
): Expectation | undefined => expected.find((row) => expects(row, result) && !hasExpired(row, today));

/**
 * Holds a run against what is known.
 *
 * Without a list of what is expected, whatever FAILED refuses; with one, whatever did not pass and is not in it.
 */
export function accept(results: readonly ModuleResult[], measure: Measure): Acceptance {
  const { expected, old, chosen, today } = measure;
  const unexpected = results.filter((result) =>
    (expected ? result.verdict !== "PASSED" : result.verdict === "FAILED") && !expectationOf(measure, result)
  ).map(({ planned, verdict, reason }) =>
    `${titleOf(planned)} ${verdict}${expected ? ", which is not expected" : ""}: ${reason}`
  );
  const told = (row: Expectation) => `${row.module} ${row.verdict} (${row.owner})`;
  // What was not run says nothing about a row.
  const ran = (expected ?? []).filter((row) => results.some((result) => concerns(row, result)));
  return {
    refusals: [
      ...unexpected,
      ...(expected ?? []).filter((row) => hasExpired(row, today))
        .map((row) => `what is expected of ${told(row)} expired on ${row.expires}`),
      ...(old ? lostSince(old, results, chosen) : []),
    ],
    remarks: ran.filter((row) => !results.some((result) => expects(row, result)))
      .map((row) => `nothing came out as is expected of ${told(row)}: take it off the list`),
  };
}
