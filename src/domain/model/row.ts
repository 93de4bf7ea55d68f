import { judge, type Machine, target } from "../machine.ts";

/** A row of a machine's table, with the columns that its guards compare. */
export interface Row {
  readonly state: string;
  readonly [column: string]: string | number;
}

/** Facts for guards and columns to set. */
export type Facts = Readonly<Record<string, string | number>>;

/** A row after an event, or as it was and why. */
export interface Fired {
  readonly row: Row;
  readonly refusal?: string;
}

/** The moment at which everything in a model happens. What can run out has a time {@link after} it, until it is {@link before} it. */
export const now = 1, before = 0, after = 2;

/** Fires an event at a row as the database does: guards, then state, and the one target that the event has. */
export function fire(m: Machine, event: string, row: Row, facts: Facts = {}, set: Facts = {}): Fired {
  const refusal = judge(m, event, row, { now, ...facts });
  if (refusal !== undefined) return { row, refusal };
  return { row: { ...row, ...set, state: target(m, event) ?? row.state } };
}

/** A new row in its machine's first state. */
export const newRow = (m: Machine, columns: Facts = {}): Row => ({ ...columns, state: m.initial });
