// A state machine is one total table. It gives the types, the SQL, the tests and the diagrams.

/** A cell that refuses: `!` and the name of the refusal. */
type Refused = `!${string}`;

/** A cell in which the row stays as it is; other columns may change. */
type Stay = "=";

/**
 * A condition on the row: `[column, comparison, input, refusal]`.
 *
 * The database judges it in the WHERE of the move, and {@link judge} repeats it to tell a loser which one failed.
 * No guarded column is nullable: the sentinel {@link none} stands for "there is none".
 */
export type Guard = readonly [
  column: string,
  comparison: "=" | ">" | ">=" | "<" | "<=",
  input: string,
  refusal: string,
];

/** A machine as data. */
export interface Machine {
  /** Name of the machine and of its table. */
  readonly name: string;
  /** Columns that, beside the tenant, name one row. */
  readonly key: readonly string[];
  readonly initial: string;
  /** State x event -> the next state, `=` or `!refusal`. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly guards: Readonly<Record<string, readonly Guard[]>>;
  /** Columns copied into the audit event of each move. None of them may be secret. */
  readonly trail: readonly string[];
}

/** Stands for "none" in guarded columns and in guards' inputs, so that no comparison meets a NULL. */
export const none = "-";

export type StateOf<M extends Machine> = keyof M["cells"] & string;
export type EventOf<M extends Machine> = keyof M["guards"] & string;

type Total<M extends Machine> = {
  readonly initial: StateOf<M>;
  readonly cells: { readonly [S in StateOf<M>]: { readonly [E in EventOf<M>]: StateOf<M> | Stay | Refused } };
};

/** The states in which an event is legal. */
export type From<M extends Machine, E extends EventOf<M>> = {
  [S in StateOf<M>]: M["cells"][S][E] extends Refused ? never : S;
}[StateOf<M>];

type Next<S extends string, C> = C extends Stay ? S : Exclude<C, Refused>;
type CellRefusal<C> = C extends `!${infer R}` ? R : never;

/** Every way in which an event can be refused: by a cell, by a guard, or because there is no such row. */
export type Refusal<M extends Machine, E extends EventOf<M>> =
  | CellRefusal<M["cells"][StateOf<M>][E]>
  | M["guards"][E][number][3]
  | "unknown";

/** The facts that an event's guards need. */
export type Input<M extends Machine, E extends EventOf<M>> = Readonly<
  Record<M["guards"][E][number][2], string | number>
>;

/** The columns that name one row of a machine's table. */
export type Key<M extends Machine> = Readonly<Record<M["key"][number], string | number>>;

/** Declares a machine; a table that is not total, or that names an unknown state, does not compile. */
export const machine = <const M extends Machine>(m: M & Total<M>): M => m;

/** The state after a legal event; an illegal one does not compile. */
export const step = <M extends Machine, E extends EventOf<M>, S extends From<M, E>>(
  m: M,
  from: S,
  event: E,
) => {
  const cell = m.cells[from]![event]!;
  return (cell === "=" ? from : cell) as Next<S, M["cells"][S][E]>;
};

/** The states from which an event moves or stays. */
export const sources = (m: Machine, event: string): string[] =>
  Object.keys(m.cells).filter((state) => !m.cells[state]![event]!.startsWith("!"));

/** The one state that an event leads to, or undefined where the row stays. */
export const target = (m: Machine, event: string): string | undefined => {
  const cell = m.cells[sources(m, event)[0]!]![event]!;
  return cell === "=" ? undefined : cell;
};

/** Whether a guard's comparison holds between a column and an input. */
export function compare(left: string | number, comparison: Guard[1], right: string | number): boolean {
  switch (comparison) {
    case "=":
      return left === right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
  }
}

/**
 * Why an event was not applied to this row: the guards first, in their order, then the state.
 *
 * So only a request in which everything matches can be told `replayed`; a stranger who holds a spent code learns
 * nothing and changes nothing.
 *
 * @returns the refusal, or undefined where the event is legal (the row changed in between: try once more).
 */
export function judge(
  m: Machine,
  event: string,
  row: Readonly<Record<string, unknown>> | undefined,
  input: Readonly<Record<string, string | number>>,
): string | undefined {
  if (!row) return "unknown";
  for (const [column, comparison, name, refusal] of m.guards[event]!) {
    if (!compare(row[column] as string | number, comparison, input[name]!)) return refusal;
  }
  const cell = m.cells[row.state as string]![event]!;
  return cell.startsWith("!") ? cell.slice(1) : undefined;
}
