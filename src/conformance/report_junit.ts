import { openMask } from "./mask.ts";
import { type Markup, markup } from "./markup.ts";
import { expectationOf } from "./acceptance.ts";
import type { Report } from "./report.ts";
import type { ModuleResult } from "./run.ts";
import { describeVariant } from "./variant.ts";

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);

/** Whether the module counts as one that did not run, as far as JUnit knows words for it. */
const isSkipped = (report: Report, result: ModuleResult) =>
  ["SKIPPED", "REVIEW"].includes(result.verdict) ||
  (result.verdict === "FAILED" && expectationOf(report.measure, result) !== undefined);

function testCase(report: Report, result: ModuleResult): Markup {
  const { planned, verdict, entries, secrets, milliseconds } = result;
  const reason = openMask(entries, secrets).text(result.reason),
    accepted = expectationOf(report.measure, result);
  const said = `${verdict}: ${reason}${
    accepted ? ` (expected until ${accepted.expires}, ${accepted.owner}: ${accepted.reason})` : ""
  }`;
  const outcome = verdict === "PASSED" ? undefined : isSkipped(report, result)
    ? markup`
    <skipped message="${said}"/>`
    : verdict === "FAILED"
    ? markup`
    <failure type="FAILED" message="${reason}"/>`
    : markup`
    <system-out>${said}</system-out>`;
  return markup`
  <testcase classname="${planned.plan}" name="${planned.module.id} (${
    describeVariant(planned.variant)
  })" time="${seconds(milliseconds)}">${outcome}
  </testcase>`;
}

/**
 * A run as programs of continuous integration read it, in the form that JUnit made common. It knows neither WARNING,
 * which stands in the output of a test that passed, nor REVIEW, which counts as skipped: nobody has looked yet.
 */
export function junitReport(report: Report): string {
  const { plan, issuer, seed, at, results } = report;
  const failures = results.filter((result) => result.verdict === "FAILED" && !isSkipped(report, result));
  const skipped = results.filter((result) => isSkipped(report, result));
  return `<?xml version="1.0" encoding="UTF-8"?>
${
    markup`<testsuite name="${plan}" tests="${results.length}" failures="${failures.length}" errors="0" skipped="${skipped.length}" time="${
      seconds(report.milliseconds)
    }" timestamp="${new Date(at).toISOString().slice(0, 19)}">
  <properties>
    <property name="issuer" value="${issuer}"/>
    <property name="seed" value="${seed}"/>
  </properties>${results.map((result) => testCase(report, result))}
</testsuite>
`.markup
  }`;
}
