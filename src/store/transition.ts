// The only writer of a `state` column.
import { type Kysely, type Selectable, sql } from "kysely";
import {
  type EventOf,
  type Input,
  judge,
  type Key,
  type Machine,
  type Refusal,
  sources,
  target,
} from "../domain/machine.ts";
import { bucketOf, type Instant } from "../domain/time.ts";
import type { Database } from "./schema.ts";

/** A database handle: the pool, or the unit of work that a caller opened. */
export type Db = Kysely<Database>;

type RowOf<M extends Machine> = M["name"] extends keyof Database ? Selectable<Database[M["name"]]> : never;
type ColumnsOf<M extends Machine> = {
  readonly [C in Exclude<keyof RowOf<M>, "tenant" | "state" | "state_at">]?: unknown;
};

/** What firing an event led to. A refusal carries the row as the loser found it. */
export type Fired<M extends Machine, E extends EventOf<M>> =
  | { readonly ok: true; readonly row: RowOf<M> }
  | { readonly ok: false; readonly refusal: Refusal<M, E>; readonly row: RowOf<M> | undefined };

type AnyTable = Kysely<Record<string, Record<string, unknown>>>;
// Table and column names come from the machine, so the builder's own types cannot follow them here.
const untyped = (db: Db) => db as unknown as AnyTable;

/** The audit event of a move, written by the same statement as the move itself. */
function audited(m: Machine, event: string, at: Instant) {
  const pairs = m.trail.flatMap((column) => [sql.lit(column), sql.ref(column)]);
  return [
    sql.ref("tenant"),
    sql`${bucketOf(at)}::bigint`,
    sql`${at}::bigint`,
    sql`${m.name}::text`,
    sql`${event}::text`,
    sql`${sql.ref(m.key.at(-1)!)}::text`,
    sql.ref("state"),
    pairs.length ? sql`jsonb_build_object(${sql.join(pairs)})` : sql`'{}'::jsonb`,
  ];
}

const auditColumns = ["tenant", "bucket", "at", "machine", "event", "row_key", "state", "trail"];

/**
 * Applies an event to one row by a single guarded UPDATE; the database decides who wins.
 *
 * @param db The handle of the caller's unit, never an outer one.
 * @param subject The machine and the event.
 * @param key The tenant and the key columns of the row.
 * @param at When it happens.
 * @param input The facts that the event's guards compare with.
 * @param set Further columns written with the move, as values or SQL expressions.
 * @returns the row as it stands after the event, or the refusal. Refusals are values: they commit.
 */
export async function fire<M extends Machine, E extends EventOf<M>>(
  db: Db,
  [m, event]: readonly [M, E],
  key: Key<M> & { readonly tenant: string },
  at: Instant,
  input: Input<M, E>,
  set: ColumnsOf<M> = {},
): Promise<Fired<M, E>> {
  const facts = input as Readonly<Record<string, string | number>>;
  const next = target(m, event);
  const columns = { ...set, ...(next ? { state: next } : {}), state_at: at };
  const named = ["tenant", ...m.key].map((column) =>
    [column, (key as Record<string, unknown>)[column]] as const
  );
  for (let attempt = 0;; attempt++) {
    const row = await untyped(db)
      .with("moved", (q) => {
        let update = q.updateTable(m.name).set(columns).where("state", "in", sources(m, event));
        for (const [column, value] of named) update = update.where(column, "=", value);
        for (const [column, comparison, name] of m.guards[event]!) {
          update = update.where(column, comparison, facts[name]);
        }
        return update.returningAll();
      })
      .with(
        "audited",
        (q) =>
          q.insertInto("audit_event").columns(auditColumns)
            .expression(sql`select ${sql.join(audited(m, event, at))} from moved`),
      )
      .selectFrom("moved").selectAll().executeTakeFirst();
    if (row) return { ok: true, row: row as RowOf<M> };
    // A second statement, so that a loser sees what the winner committed.
    let lookup = untyped(db).selectFrom(m.name).selectAll();
    for (const [column, value] of named) lookup = lookup.where(column, "=", value);
    const found = await lookup.executeTakeFirst();
    const refusal = judge(m, event, found, facts);
    if (refusal) {
      return { ok: false, refusal: refusal as Refusal<M, E>, row: found as RowOf<M> | undefined };
    }
    if (attempt === 2) throw new Error(`${m.name}.${event} is legal but was not applied in three attempts`);
  }
}

/**
 * Creates a row in its machine's initial state.
 *
 * @param db The handle of the caller's unit.
 * @param at When it happens.
 * @param values Every column but the state.
 * @returns the row, or undefined where one with the same key (or a unique index that it meets) was there already.
 */
export async function create<M extends Machine>(
  db: Db,
  m: M,
  at: Instant,
  values: Omit<RowOf<M>, "state" | "state_at">,
): Promise<RowOf<M> | undefined> {
  const row = await untyped(db)
    .with(
      "created",
      (q) =>
        q.insertInto(m.name).values({ ...values, state: m.initial, state_at: at })
          .onConflict((conflict) => conflict.doNothing()).returningAll(),
    )
    .with(
      "audited",
      (q) =>
        q.insertInto("audit_event").columns(auditColumns)
          .expression(sql`select ${sql.join(audited(m, "create", at))} from created`),
    )
    .selectFrom("created").selectAll().executeTakeFirst();
  return row as RowOf<M> | undefined;
}

/** One more, as an expression for the `set` of {@link fire}. */
export const increment = (column: string) => sql<number>`${sql.ref(column)} + 1`;
