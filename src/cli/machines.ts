import type { Verdict } from "../domain/model/exploration.ts";
import type { Machine } from "../domain/machine.ts";
import { machines as everyMachine } from "../domain/machines.ts";
import { verifyMachines } from "../domain/verify_machines.ts";
import { type Command, type CommandIo, exit } from "./command.ts";
import { columns } from "./terminal.ts";

const count = (number: number, thing: string) => `${number.toLocaleString("en")} ${thing}`;

/** A verdict for people: what was walked, then what holds, or what breaks and the shortest way there. */
function linesOf({ name, bounds, states, transitions, invariants, broken }: Verdict): readonly string[] {
  const size = `${count(states, "states")}, ${count(transitions, "transitions")}`;
  const found = broken.length === 0
    ? columns(invariants.map((invariant) => ["  holds", invariant.name, invariant.source]))
    : [
      ...columns(broken.map((invariant) => ["  BROKEN", invariant.name, invariant.source])),
      "  the shortest way there:",
      ...broken[0]!.path.map((step, at) => `  ${String(at + 1).padStart(3)}. ${step}`),
    ];
  return [`${name}: ${size}`, `  ${bounds}`, ...found, ""];
}

function verify(json: boolean, io: CommandIo): number {
  const verdicts: Verdict[] = [];
  for (const verdict of verifyMachines()) {
    verdicts.push(verdict);
    if (!json) linesOf(verdict).forEach(io.out);
  }
  const holds = verdicts.every(({ broken }) => broken.length === 0);
  const sum = (of: (verdict: Verdict) => number) => verdicts.map(of).reduce((left, right) => left + right, 0);
  const states = sum((verdict) => verdict.states), transitions = sum((verdict) => verdict.transitions);
  if (json) io.out(JSON.stringify({ holds, states, transitions, models: verdicts }, null, 2));
  else {
    const all = count(sum(({ invariants }) => invariants.length), "invariants");
    const walked = `in ${count(states, "states")} and ${count(transitions, "transitions")}`;
    io.out(holds ? `All of ${all} hold ${walked}` : `Not all of ${all} hold ${walked}`);
  }
  return holds ? exit.ok : exit.failed;
}

/** A machine's table, and its guards in the order in which they are judged. */
function tableOf({ name, initial, cells, guards }: Machine): readonly string[] {
  const events = Object.keys(guards);
  const rows = Object.entries(cells).map((
    [state, row],
  ) => [`  ${state}`, ...events.map((event) => row[event]!)]);
  const conditions = events.flatMap((event) =>
    guards[event]!.map(([column, comparison, input, refusal]) =>
      [`  ${event} only where`, `${column} ${comparison} ${input}`, `else !${refusal}`] as const
    )
  );
  return [
    `${name}, from ${initial} on`,
    ...columns([["  state", ...events], ...rows]),
    ...columns(conditions),
    "",
  ];
}

function show(
  name: string | undefined,
  { json, io }: { readonly json: boolean; readonly io: CommandIo },
): number {
  const chosen = everyMachine.filter((machine) => name === undefined || machine.name === name);
  if (chosen.length === 0) {
    io.err(
      `latchkey machines show: there is no machine of that name: there are ${
        everyMachine.map((machine) => machine.name).join(", ")
      }`,
    );
    return exit.usage;
  }
  if (json) io.out(JSON.stringify(name === undefined ? chosen : chosen[0], null, 2));
  else chosen.flatMap(tableOf).forEach(io.out);
  return exit.ok;
}

/** `latchkey machines`: the tables that decide, and the proof of what they add up to. It needs no server. */
export const machines: Command = {
  name: "machines",
  summary: "Show the state machines, and verify what holds in every state that they can reach together",
  usage: `Usage: latchkey machines verify [--json]
       latchkey machines show [NAME] [--json]

verify walks every state that the machines can reach together, within the bounds that it prints, and judges each state
and each event by named invariants. Where one does not hold it prints the shortest way there and exits with 1. It takes
a few seconds and neither a server nor a database.

show prints the tables: a cell holds the next state, = where the row stays in its state, or ! with the refusal.`,
  run: (args, io) => {
    const json = args.includes("--json");
    const [action, name, ...more] = args.filter((arg) => arg !== "--json");
    const operands = action === "show" ? more : name === undefined ? [] : [name, ...more];
    if ((action !== "verify" && action !== "show") || operands.length > 0) {
      io.err(
        action === "verify" || action === "show"
          ? `latchkey machines ${action}: there is an argument too many; see "latchkey machines --help"`
          : `latchkey machines: say what to do: verify, show; see "latchkey machines --help"`,
      );
      return Promise.resolve(exit.usage);
    }
    return Promise.resolve(action === "verify" ? verify(json, io) : show(name, { json, io }));
  },
};
