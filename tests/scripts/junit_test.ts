import { assertEquals } from "@std/assert";
import { countsOf, noTests, plus, summary } from "../../scripts/junit.ts";

const report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="5" failures="2" errors="0" time="0.009">
  <testsuite name="./a_test.ts" tests="5" disabled="1" errors="0" failures="2">
    <testcase name="one &lt;failure" classname="./a_test.ts" time="0.005" line="1" col="6">
      <failure message="1 test step failed">&lt;skipped/&gt;</failure>
    </testcase>
    <testcase name="two &lt;failure message" classname="./a_test.ts" time="0.000" line="2" col="6">
    </testcase>
    <testcase name="three" classname="./a_test.ts" time="0.000" line="3" col="6">
      <skipped/>
    </testcase>
    <testcase name="four" classname="./a_test.ts" time="0.000" line="4" col="6"/>
    <testcase name="one &gt; step" classname="./a_test.ts" time="0.001" line="1" col="81">
      <failure message="Uncaught Error: no">Error: no</failure>
    </testcase>
  </testsuite>
</testsuites>`;

Deno.test("countsOf counts each case by its ending, not by its words", () => {
  assertEquals(countsOf(report), { passed: 2, failed: 2, skipped: 1 });
  assertEquals(countsOf('<testsuites name="deno test" tests="0"></testsuites>'), noTests);
});

Deno.test("summary names skipped tests only where there are some", () => {
  assertEquals(summary(plus(countsOf(report), countsOf(report))), "4 passed, 4 failed, 2 skipped");
  assertEquals(summary({ passed: 7, failed: 0, skipped: 0 }), "7 passed, 0 failed");
});
