// The matrix is itself tested: where a machine loses a guard, moves its bound, or no longer refuses, it must notice.
import { AssertionError, assertRejects } from "@std/assert";
import type { Guard, Machine } from "../../src/domain/machine.ts";
import { machines } from "../../src/domain/machines.ts";
import { openMemory } from "../support/database.ts";
import { checkEvent } from "./transition_matrix.ts";

const db = await openMemory();

const withGuards = (m: Machine, event: string, guards: readonly Guard[]): Machine => ({
  ...m,
  guards: { ...m.guards, [event]: guards },
});

const withCell = (m: Machine, state: string, event: string, cell: string): Machine => ({
  ...m,
  cells: { ...m.cells, [state]: { ...m.cells[state], [event]: cell } },
});

/** The comparison that differs only where both sides are equal. */
const neighbour: Readonly<Record<Guard[1], Guard[1]>> = {
  "=": ">=",
  ">": ">=",
  ">=": ">",
  "<": "<=",
  "<=": "<",
};

const notices = (m: Machine, event: string, changed: Machine, title: string) =>
  assertRejects(() => checkEvent(db, m, event, changed), AssertionError, undefined, title);

for (const m of machines) {
  for (const [event, guards] of Object.entries(m.guards)) {
    for (const [index, guard] of guards.entries()) {
      Deno.test(`${m.name}.${event}: the matrix notices that ${guard[3]} is no longer judged`, async () => {
        await notices(m, event, withGuards(m, event, guards.toSpliced(index, 1)), "without the guard");
        const [column, comparison, input, refusal] = guard;
        const moved: Guard = [column, neighbour[comparison], input, refusal];
        await notices(
          m,
          event,
          withGuards(m, event, guards.with(index, moved)),
          `${moved[1]} for ${comparison}`,
        );
      });
    }
  }

  Deno.test(`${m.name}: the matrix notices each refusal that becomes a move`, async () => {
    for (const [state, answers] of Object.entries(m.cells)) {
      for (const [event, cell] of Object.entries(answers)) {
        if (!cell.startsWith("!")) continue;
        await notices(m, event, withCell(m, state, event, "="), `${state} ${event}`);
        await notices(
          m,
          event,
          withCell(m, state, event, "!otherwise"),
          `${state} ${event} refused otherwise`,
        );
      }
    }
  });
}
