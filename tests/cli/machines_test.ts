import { assertEquals, assertStringIncludes } from "@std/assert";
import { callLatchkey } from "../support/command.ts";

const run = (...args: readonly string[]) => callLatchkey(["machines", ...args]);

Deno.test("machines verify prints the invariants that hold, needs no server, and has a form for programs", async () => {
  const { code, stdout } = await run("verify", "--json");
  const { holds, states, models } = JSON.parse(stdout);
  assertEquals([code, holds, states > 10_000, models.length > 2], [0, true, true, true]);
});

Deno.test("machines show prints one table, and refuses a name that there is not", async () => {
  const shown = await run("show", "authorization_code");
  assertEquals(shown.code, 0);
  assertStringIncludes(shown.stdout, "redeem only where");
  assertEquals((await run("show", "nothing")).code, 2);
  assertEquals((await run()).code, 2);
});
