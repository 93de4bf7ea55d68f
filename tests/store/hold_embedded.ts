// A second process for embedded_test.ts: opens the embedded database in the directory that it is given, says in one line
// how that went, and keeps it open until its standard input ends.
import { openEmbedded } from "../../src/store/embedded.ts";

const opened = await openEmbedded(Deno.args[0]!);
console.log(opened.ok ? "opened" : opened.error.why);
if (opened.ok) {
  await Deno.stdin.readable.pipeTo(new WritableStream());
  await opened.value.close();
}
