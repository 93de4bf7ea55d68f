/** The plans of legacy response types: in a process of their own, since there are three times as many modules. */
import { assertPassed, duePlansFor, examine } from "./examine.ts";

Deno.test("Latchkey passes every module of the plans of legacy response types that are due, but for what the reviewed file expects", async () => {
  assertPassed(await examine(duePlansFor("tokens")));
});
