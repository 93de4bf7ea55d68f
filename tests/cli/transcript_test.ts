import { assertEquals } from "@std/assert";
import { transcript, withTranscript } from "../../scripts/transcript.ts";

Deno.test("the README's first five minutes are what the program prints now (deno task transcript writes them)", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  assertEquals(readme, withTranscript(readme, await transcript()));
});
