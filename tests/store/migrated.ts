/** Whether a migrated database has what the machines speak of. */
import { assert, assertEquals } from "@std/assert";
import { sql } from "kysely";
import type { Machine } from "../../src/domain/machine.ts";
import type { Db } from "../../src/store/transition.ts";

interface Column {
  readonly name: string;
  readonly nullable: boolean;
}

/** Asserts that a machine's table has its states, its key, and every column that its guards and trail name. */
export async function checkTable(db: Db, m: Machine): Promise<void> {
  assertEquals(await statesIn(db, m), Object.keys(m.cells).sort(), "states that the check allows");
  const primary = await primaryKey(db, m);
  assertEquals(primary.filter((column) => column !== "tenant"), [...m.key], "key columns beside the tenant");

  const columns = await columnsOf(db, m);
  const required = columns.filter(({ nullable }) => !nullable).map(({ name }) => name);
  const guarded = Object.values(m.guards).flat().map(([column]) => column);
  for (const column of ["tenant", ...m.key, "state", "state_at", ...guarded]) {
    assert(required.includes(column), `${m.name}.${column} is there and not null`);
  }
  for (const column of m.trail) assert(columns.some(({ name }) => name === column), `${m.name}.${column}`);
}

async function statesIn(db: Db, m: Machine): Promise<string[]> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = quote_ident(${m.name})::regclass and contype = 'c' and conname = ${`${m.name}_state`}`
    .execute(db);
  const definition = rows[0]?.definition ?? "";
  return [...definition.matchAll(/'([^']+)'/g)].map(([, state]) => state!).sort();
}

async function primaryKey(db: Db, m: Machine): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_index
    join unnest(indkey) with ordinality as part(number, place) on true
    join pg_attribute on attrelid = indrelid and attnum = part.number
    where indrelid = quote_ident(${m.name})::regclass and indisprimary order by place`.execute(db);
  return rows.map(({ name }) => name);
}

async function columnsOf(db: Db, m: Machine): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    select column_name as name, is_nullable = 'YES' as nullable from information_schema.columns
    where table_schema = 'public' and table_name = ${m.name}`.execute(db);
  return rows;
}
