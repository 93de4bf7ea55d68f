/** Every cell and every guard of a machine, asked of a database. */
import { assertEquals } from "@std/assert";
import type { Machine } from "../../src/domain/machine.ts";
import { bucketOf, day } from "../../src/domain/time.ts";
import type { Db } from "../../src/store/transition.ts";
import { fireAny, plant, untyped } from "../support/database.ts";
import { factsFor, keyOf, type Row, rowFor, wrongColumns } from "../support/machine_row.ts";

const at = 3 * day + 7;

/** A row, the key that an event is fired with, and what must come of it. */
interface Case {
  readonly title: string;
  readonly row: Row;
  readonly key: Row;
  readonly refusal: string | undefined;
}

// No two rows of a test run share a serial, so that nothing has to be emptied in between.
let serial = 0;

function casesOf(m: Machine, event: string): Case[] {
  return Object.keys(m.cells).flatMap((state) => {
    const cell = m.cells[state]![event]!;
    const planted = (title: string, overrides: Row, refusal: string | undefined, key: Row = {}): Case => {
      const row = rowFor(m, serial++, { state, ...overrides });
      return {
        title: `${m.name} ${state} ${event}: ${title}`,
        row,
        key: { ...keyOf(m, row), ...key },
        refusal,
      };
    };
    return [
      planted("everything right", {}, cell.startsWith("!") ? cell.slice(1) : undefined),
      ...m.guards[event]!.flatMap((guard) =>
        wrongColumns(m, guard).map((wrong) => planted(`wrong ${Deno.inspect(wrong)}`, wrong, guard[3]))
      ),
      planted("another tenant", {}, "unknown", { tenant: "stranger" }),
      planted("no such row", {}, "unknown", { [m.key.at(-1)!]: "nowhere" }),
    ];
  });
}

/**
 * Fires an event at a row in every state, with everything right and with each thing wrong in turn, and asserts what is
 * answered, what becomes of the row, and that an audit event is written exactly where the event was applied.
 *
 * @param subject The machine that is fired; a changed copy of `m` must fail an assertion.
 */
export async function checkEvent(db: Db, m: Machine, event: string, subject: Machine = m): Promise<void> {
  const cases = casesOf(m, event);
  await plant(db, m, cases.map(({ row }) => row));
  for (const { title, key, row, refusal } of cases) {
    const fired = await fireAny(db, [subject, event], key, at, factsFor(m, event));
    assertEquals(fired.ok ? undefined : fired.refusal, refusal, title);
    const found = key.tenant === row.tenant && keyOf(m, row)[m.key.at(-1)!] === key[m.key.at(-1)!];
    assertEquals<Row | undefined>(
      fired.row,
      found ? after(m, event, row, refusal) : undefined,
      title,
    );
  }
  const tenants = cases.map(({ row }) => row.tenant);
  const rows = await untyped(db).selectFrom(m.name).selectAll().where("tenant", "in", tenants).execute();
  const events = await untyped(db).selectFrom("audit_event").selectAll()
    .where("tenant", "in", [...tenants, "stranger"]).execute();
  for (const { title, row, refusal } of cases) {
    const left = rows.filter(({ tenant }) => tenant === row.tenant);
    assertEquals<Row[]>(left, [after(m, event, row, refusal)], title);
    const told = events.filter(({ tenant }) => tenant === row.tenant).map(({ id: _id, ...rest }) => rest);
    assertEquals<Row[]>(told, refusal === undefined ? [audited(m, event, row)] : [], title);
  }
  assertEquals(events.filter(({ tenant }) => tenant === "stranger"), [], "audit events of another tenant");
}

// The row as it stands after the event: moved, or untouched where it was refused.
function after(m: Machine, event: string, row: Row, refusal: string | undefined): Row {
  if (refusal !== undefined) return row;
  const cell = m.cells[row.state as string]![event]!;
  return { ...row, state: cell === "=" ? row.state : cell, state_at: at };
}

const audited = (m: Machine, event: string, row: Row): Row => ({
  tenant: row.tenant,
  bucket: bucketOf(at),
  at,
  machine: m.name,
  event,
  row_key: row[m.key.at(-1)!],
  state: after(m, event, row, undefined).state,
  trail: Object.fromEntries(m.trail.map((column) => [column, row[column]])),
});
