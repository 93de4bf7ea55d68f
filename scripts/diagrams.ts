/**
 * Writes src/domain/MACHINES.md: each state machine's diagram, its whole table and its guards, from the very data that
 * decides. With `--check` it writes nothing and fails where the page is stale.
 */
import type { Machine } from "../src/domain/machine.ts";
import { machines } from "../src/domain/machines.ts";

const page = new URL("../src/domain/MACHINES.md", import.meta.url);

/** The page, laid out as `deno fmt` would. */
export function render(all: readonly Machine[]): string {
  const head = [
    "# State machines",
    "",
    "Made by `deno task diagrams` from `src/domain/machines.ts`; change the tables there, never this page.",
    "",
    "In a table a cell holds the next state, `=` where the row stays in its state, or `!` with the refusal.",
  ];
  return [...head, ...all.flatMap((machine) => ["", ...section(machine)]), ""].join("\n");
}

function section(machine: Machine): string[] {
  const events = Object.keys(machine.guards);
  const rows = Object.entries(machine.cells).map(([state, cells]) =>
    [state, ...events.map((event) => cells[event] ?? "")].map(code)
  );
  const guards = guardRows(machine);
  return [
    `## ${machine.name}`,
    "",
    "```mermaid",
    ...diagram(machine),
    "```",
    "",
    ...table(["state", ...events], rows),
    "",
    ...(guards.length > 0 ? table(["event", "holds only where", "else"], guards) : ["No event has a guard."]),
  ];
}

// Events with the very same guards share their rows; within them the order is the one in which they are judged.
function guardRows(machine: Machine): string[][] {
  const events = Map.groupBy(Object.keys(machine.guards), (event) => JSON.stringify(machine.guards[event]));
  return [...events.values()].flatMap((sharing) =>
    machine.guards[sharing[0]!]!.map(([column, comparison, input, refusal]) => [
      sharing.map(code).join(" "),
      code(`${column} ${comparison} ${input}`),
      code(`!${refusal}`),
    ])
  );
}

/** The lines of a mermaid state diagram. */
export function diagram(machine: Machine): string[] {
  const edges = new Map<string, string[]>();
  for (const [state, cells] of Object.entries(machine.cells)) {
    for (const [event, cell] of Object.entries(cells)) {
      if (cell.startsWith("!")) continue;
      const edge = `${state} --> ${cell === "=" ? state : cell}`;
      edges.set(edge, [...edges.get(edge) ?? [], event]);
    }
  }
  const last = Object.entries(machine.cells).filter(([, cells]) =>
    Object.values(cells).every((cell) => cell.startsWith("!") || cell === "=")
  );
  return [
    "stateDiagram-v2",
    `    [*] --> ${machine.initial}`,
    ...[...edges].map(([edge, events]) => `    ${edge}: ${events.join(", ")}`),
    ...last.map(([state]) => `    ${state} --> [*]`),
  ];
}

const code = (text: string): string => text === "" ? "" : `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]!.length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

/** Whether the page says what the machines say. */
export async function fresh(): Promise<boolean> {
  return await Deno.readTextFile(page).catch(() => "") === render(machines);
}

if (import.meta.main) {
  if (Deno.args.includes("--check")) {
    if (!await fresh()) {
      console.error("src/domain/MACHINES.md is stale: run `deno task diagrams` and commit what it writes");
      Deno.exit(1);
    }
  } else {
    await Deno.writeTextFile(page, render(machines));
    console.log(`src/domain/MACHINES.md tells ${machines.length} machines`);
  }
}
