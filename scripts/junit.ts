/** Reads the counts out of the JUnit report that `deno test --junit-path` writes. */

/** How many tests, steps included, ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** No test at all. */
export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

/** The sum of two runs. */
export const plus = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

/** Counts the test cases of a report; texts in it are escaped, so that no failure's words can be taken for a tag. */
export function countsOf(report: string): Counts {
  const endings = [...report.matchAll(/<testcase\b[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs)].map(([, body = ""]) =>
    /<(failure|error)\b/.test(body) ? "failed" : /<skipped\b/.test(body) ? "skipped" : "passed"
  );
  const count = (ending: string) => endings.filter((found) => found === ending).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

/** The gate's last line. */
export const summary = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
