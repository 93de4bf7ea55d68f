import { assertEquals, assertStringIncludes } from "@std/assert";
import { root } from "../support/latchkey.ts";

async function run(...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${root}src/main.ts`, "machines", ...args],
  }).output();
  return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
}

Deno.test("machines verify prints the invariants that hold, needs no server, and has a form for programs", async () => {
  const { code, out } = await run("verify", "--json");
  const { holds, states, models } = JSON.parse(out);
  assertEquals([code, holds, states > 10_000, models.length > 2], [0, true, true, true]);
});

Deno.test("machines show prints one table, and refuses a name that there is not", async () => {
  const shown = await run("show", "authorization_code");
  assertEquals(shown.code, 0);
  assertStringIncludes(shown.out, "redeem only where");
  assertEquals((await run("show", "nothing")).code, 2);
  assertEquals((await run()).code, 2);
});
