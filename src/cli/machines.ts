import type { Verdict } from "../domain/model/exploration.ts";
import type { Machine } from "../domain/machine.ts";
import { machines as everyMachine } from "../domain/machines.ts";
import { verifyMachines } from "../domain/verify_machines.ts";
import { type Command, type CommandIo, exit } from "./command.ts";
import { columns } from "./terminal.ts";

const count = (number: number, thing: string) => `${number.toLocaleString("en")} ${thing}`;

const sizeOf = ({ states, transitions }: Pick<Verdict, "states" | "transitions">) =>
  `${count(states, "states")} and ${count(transitions, "transitions")}`;

const isBroken = ({ broken }: Verdict) => broken.length > 0;

/** What was walked under one name, then what holds everywhere in it; or what breaks, and the shortest way there. */
function linesOf(name: string, verdicts: readonly Verdict[]): readonly string[] {
  const failing = verdicts.find(isBroken), { invariants } = verdicts[0]!;
  return [
    name,
    ...verdicts.map((verdict) => `  ${sizeOf(verdict)}: ${verdict.bounds}`),
    ...(failing
      ? [
        ...columns(failing.broken.map((broken) => ["  BROKEN", broken.name, broken.source])),
        ...failing.broken[0]!.path.map((step, at) => `  ${String(at + 1).padStart(3)}. ${step}`),
      ]
      : columns(invariants.map((invariant) => ["  holds", invariant.name, invariant.source]))),
    "",
  ];
}

function verify(json: boolean, io: CommandIo): number {
  const models = [...verifyMachines()], byName = Map.groupBy(models, ({ name }) => name);
  const holds = !models.some(isBroken);
  const sum = (of: (verdict: Verdict) => number) => models.map(of).reduce((left, right) => left + right, 0);
  const walked = { states: sum(({ states }) => states), transitions: sum(({ transitions }) => transitions) };
  if (json) {
    io.out(JSON.stringify({ holds, ...walked, models }, null, 2));
    return holds ? exit.ok : exit.failed;
  }
  for (const [name, verdicts] of byName) linesOf(name, verdicts).forEach((line) => io.out(line));
  const invariants = [...byName.values()].map(([verdict]) => verdict!.invariants.length);
  const all = invariants.reduce((left, right) => left + right);
  io.out(`${holds ? "All" : "Not all"} ${all} invariants hold in ${sizeOf(walked)}`);
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
  else chosen.flatMap(tableOf).forEach((line) => io.out(line));
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
