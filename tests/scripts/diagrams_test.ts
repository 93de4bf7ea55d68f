import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { diagram, render } from "../../scripts/diagrams.ts";
import type { Machine } from "../../src/domain/machine.ts";

const lamp: Machine = {
  name: "lamp",
  key: ["id"],
  initial: "off",
  cells: {
    off: { press: "on", dim: "!dark", shatter: "broken" },
    on: { press: "!lit", dim: "=", shatter: "broken" },
    broken: { press: "!broken", dim: "!broken", shatter: "!broken" },
  },
  guards: { press: [["owner", "=", "person", "other_person"]], dim: [], shatter: [] },
  trail: [],
};

Deno.test("diagram draws every legal move, stays as loops, and ends where nothing moves", () => {
  assertEquals(diagram(lamp), [
    "stateDiagram-v2",
    "    [*] --> off",
    "    off --> on: press",
    "    off --> broken: shatter",
    "    on --> on: dim",
    "    on --> broken: shatter",
    "    broken --> [*]",
  ]);
});

Deno.test("render tells each cell and each guard with its refusal", () => {
  const page = render([lamp]);
  assertStringIncludes(page, "| `off`    | `on`      | `!dark`   | `broken`  |");
  assertStringIncludes(page, "| `press` | `owner = person` | `!other_person` |");
});

Deno.test("render changes with any cell, so that a stale page is seen", () => {
  const changed = { ...lamp, cells: { ...lamp.cells, off: { ...lamp.cells.off, dim: "!unlit" } } };
  assertNotEquals(render([lamp]), render([changed]));
});

Deno.test("render is laid out as deno fmt lays it out", async () => {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = formatter.stdin.getWriter();
  await writer.write(new TextEncoder().encode(render([lamp])));
  await writer.close();
  assertEquals(new TextDecoder().decode((await formatter.output()).stdout), render([lamp]));
});
