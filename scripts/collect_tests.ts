/** What a test file registers, kept instead of run. */

/** The tests of a file in their order, and what it wants done after them. */
export interface Collected {
  readonly tests: readonly Deno.TestStepDefinition[];
  readonly after: readonly (() => void | Promise<void>)[];
}

type Body = (t: Deno.TestContext) => void | Promise<void>;

/**
 * Collects the tests that are registered while something loads.
 *
 * @param load Loads it; nothing else may register tests meanwhile.
 * @throws Error what loading throws, and for a way of registering tests that no file uses.
 */
export async function collectTests(load: () => Promise<unknown>): Promise<Collected> {
  const tests: Deno.TestStepDefinition[] = [], after: Collected["after"][number][] = [];
  const register = (ignore: boolean) => (name: unknown, fn: unknown) => {
    if (typeof name !== "string" || typeof fn !== "function") {
      throw new Error("Tests are registered as Deno.test(name, fn)");
    }
    tests.push({ name, ignore, fn: fn as Body });
  };
  const stage = Object.assign(register(false), {
    ignore: register(true),
    afterAll: (clear: () => void | Promise<void>) => after.push(clear),
  });
  const real = Deno.test;
  try {
    Object.assign(Deno, { test: stage });
    await load();
    return { tests, after };
  } finally {
    Object.assign(Deno, { test: real });
  }
}
