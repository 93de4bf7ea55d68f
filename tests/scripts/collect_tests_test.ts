import { assert, assertEquals, assertRejects } from "@std/assert";
import { collectTests } from "../../scripts/collect_tests.ts";
import { countsOf } from "../../scripts/junit.ts";

Deno.test("collectTests keeps what is registered in its order, and registering is as before afterwards", async () => {
  const real = Deno.test, done: string[] = [];
  const { tests, after } = await collectTests(() => {
    Deno.test("one", () => void done.push("one"));
    Deno.test.ignore("two", () => void done.push("two"));
    Deno.test.afterAll(() => void done.push("after"));
    return Promise.resolve();
  });
  assert(Deno.test === real);
  assertEquals(tests.map(({ name, ignore }) => [name, ignore]), [["one", false], ["two", true]]);
  assertEquals(done, []);
  for (const { fn } of tests) await fn({} as Deno.TestContext);
  for (const clear of after) await clear();
  assertEquals(done, ["one", "two", "after"]);
});

Deno.test("collectTests refuses what it would not run, and tells what loading threw", async () => {
  const real = Deno.test;
  await assertRejects(
    () => collectTests(() => Promise.resolve(Deno.test({ name: "one", fn: () => {} }))),
    Error,
    "Deno.test(name, fn)",
  );
  await assertRejects(() => collectTests(() => Promise.reject(new Error("while loading"))), Error, "loading");
  assert(Deno.test === real);
});

Deno.test("a group loads each file after the tests of the one before, and counts every test, whatever fails", async () => {
  const root = await Deno.makeTempDir(), entry = new URL("../../scripts/test_group.ts", import.meta.url);
  const sources = {
    "first_test.ts": `Deno.test("a", () => { globalThis.told = "a"; });
      Deno.test.afterAll(() => { globalThis.told += " and after"; });`,
    "broken_test.ts": 'throw new Error("while loading");',
    "empty_test.ts": "",
    "bad_test.ts":
      'Deno.test("wrong", () => { throw new Error("the reason"); }); Deno.test("fine", () => {});',
    "last_test.ts": `const told = globalThis.told; Deno.test("b", () => {
      if (told !== "a and after") throw new Error(told);
    });`,
  };
  try {
    for (const [name, source] of Object.entries(sources)) await Deno.writeTextFile(`${root}/${name}`, source);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "-A",
        "--no-check",
        "--junit-path=report.xml",
        entry.pathname,
        "--",
        ...Object.keys(sources),
      ],
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    // Each file is counted beside its tests.
    assertEquals(countsOf(await Deno.readTextFile(`${root}/report.xml`)), {
      passed: 5,
      failed: 4,
      skipped: 0,
    });
    const told = new TextDecoder().decode(stdout);
    for (const reason of ["while loading", "it holds no test", "the reason"]) {
      assert(told.includes(reason), reason);
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
