/**
 * Runs test files one after another in one process: `deno test -A scripts/test_group.ts -- FILE...`. Starting a process
 * and a database takes longer than most files' tests, and code that has run before runs several times faster.
 *
 * A file is loaded when the tests of the one before have ended, as if it were alone. It has to open what it works on,
 * which is empty then, and to put right again what it changed of the process.
 */
import { collectTests } from "./collect_tests.ts";

for (const file of Deno.args) {
  Deno.test(file, async (t) => {
    const { tests, after } = await collectTests(() => import(`file://${Deno.cwd()}/${file}`));
    if (tests.length === 0) throw new Error("it holds no test");
    try {
      for (const test of tests) await t.step(test);
    } finally {
      for (const clear of after) await clear();
    }
  });
}
