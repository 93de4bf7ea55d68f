import { assert, assertEquals, assertMatch } from "@std/assert";
import { compare, type Guard, judge, type Machine, sources, step, target } from "../../src/domain/machine.ts";
import { machines } from "../../src/domain/machines.ts";
import { factsFor, rowFor, wrongColumns } from "../support/machine_row.ts";

const snakeCase = /^[a-z]+(_[a-z]+)*$/;

const eventsOf = (m: Machine) => Object.keys(m.guards);
const statesOf = (m: Machine) => Object.keys(m.cells);

/** Every cell of a machine: the state, the event and what the table says. */
const cellsOf = (m: Machine) =>
  statesOf(m).flatMap((state) =>
    eventsOf(m).map((event) => ({ state, event, cell: m.cells[state]![event]! }))
  );

/** `step` without the types that keep illegal steps from compiling. */
const anyStep = step as unknown as (m: Machine, from: string, event: string) => string;

Deno.test("machines: no two share a name", () => {
  assertEquals(new Set(machines.map(({ name }) => name)).size, machines.length);
});

for (const m of machines) {
  Deno.test(`${m.name}: every state answers exactly the machine's events, with a state, = or a refusal`, () => {
    assert(statesOf(m).includes(m.initial), "the initial state is a state");
    for (const state of statesOf(m)) {
      assertEquals(Object.keys(m.cells[state]!).sort(), eventsOf(m).sort(), state);
    }
    for (const { state, event, cell } of cellsOf(m)) {
      assert(
        cell === "=" || cell.startsWith("!") || statesOf(m).includes(cell),
        `${state} ${event}: ${cell}`,
      );
    }
  });

  Deno.test(`${m.name}: every event is legal somewhere and leads to one target`, () => {
    for (const event of eventsOf(m)) {
      const answers = new Set(sources(m, event).map((state) => m.cells[state]![event]));
      assertEquals(answers.size, 1, `${event}: ${[...answers].join(", ")}`);
    }
  });

  Deno.test(`${m.name}: every state is reached from ${m.initial}`, () => {
    const reached = new Set([m.initial]);
    for (const state of reached) {
      for (const cell of Object.values(m.cells[state]!)) if (statesOf(m).includes(cell)) reached.add(cell);
    }
    assertEquals([...reached].sort(), statesOf(m).sort());
  });

  Deno.test(`${m.name}: states, events and refusals are named in snake_case`, () => {
    const refusals = cellsOf(m).filter(({ cell }) => cell.startsWith("!")).map(({ cell }) => cell.slice(1));
    const guards = Object.values(m.guards).flat().map(([, , , refusal]) => refusal);
    for (const name of [m.name, ...statesOf(m), ...eventsOf(m), ...refusals, ...guards]) {
      assertMatch(name, snakeCase);
    }
  });

  Deno.test(`${m.name}: within an event no two guards share a refusal or a column`, () => {
    for (const event of eventsOf(m)) {
      for (const part of [3, 0] as const) {
        const names = m.guards[event]!.map((guard) => guard[part]);
        assertEquals([...new Set(names)], names, event);
      }
    }
  });

  Deno.test(`${m.name}: judge, sources, target and step say what each cell says`, () => {
    for (const { state, event, cell } of cellsOf(m)) {
      const title = `${state} ${event}`;
      const refusal = judge(m, event, rowFor(m, 0, { state }), factsFor(m, event));
      const legal = !cell.startsWith("!");
      assertEquals(refusal, legal ? undefined : cell.slice(1), title);
      assertEquals(sources(m, event).includes(state), legal, title);
      if (!legal) continue;
      assertEquals(anyStep(m, state, event), cell === "=" ? state : cell, title);
      assertEquals(target(m, event), cell === "=" ? undefined : cell, title);
    }
  });

  Deno.test(`${m.name}: guards are judged in their order, before the state`, () => {
    for (const { state, event } of cellsOf(m)) {
      // Broken from the last to the first: each newly broken guard is the one that is named.
      let row = rowFor(m, 0, { state });
      for (const guard of m.guards[event]!.toReversed()) {
        row = { ...row, ...wrongColumns(m, guard)[0] };
        assertEquals(judge(m, event, row, factsFor(m, event)), guard[3], `${state} ${event}`);
      }
    }
  });

  Deno.test(`${m.name}: a row that is not there is unknown, whatever the facts`, () => {
    for (const event of eventsOf(m)) assertEquals(judge(m, event, undefined, factsFor(m, event)), "unknown");
  });
}

Deno.test("compare: an expiry is exclusive, and so is a count's bound", () => {
  const cases: readonly (readonly [number, Guard[1], number, boolean])[] = [
    [10, ">", 10, false],
    [11, ">", 10, true],
    [10, ">=", 10, true],
    [9, ">=", 10, false],
    [10, "<", 10, false],
    [9, "<", 10, true],
    [10, "<=", 10, true],
    [11, "<=", 10, false],
    [10, "=", 10, true],
    [10, "=", 11, false],
  ];
  for (const [left, comparison, right, holds] of cases) {
    assertEquals(compare(left, comparison, right), holds, `${left} ${comparison} ${right}`);
  }
});

Deno.test("compare: a text equals only its very self", () => {
  for (const other of ["Client", "client ", "", "-"]) {
    assertEquals(compare("client", "=", other), false, other);
  }
  assertEquals(compare("client", "=", "client"), true);
});
