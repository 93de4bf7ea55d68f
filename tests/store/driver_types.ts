/** What every database must give back alike for the types that the tables use. */
import { assert, assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "@std/assert";
import { sql } from "kysely";
import type { Db } from "../../src/store/transition.ts";
import { type Row } from "../support/machine_row.ts";
import { untyped } from "../support/database.ts";

const table = "sample";

const samples: readonly Row[] = [
  {
    id: "full",
    whole: Number.MAX_SAFE_INTEGER,
    fraction: 0.1,
    flag: true,
    bytes: Uint8Array.from({ length: 256 }, (_, value) => value),
    texts: ["", "a,b", 'say "no"', "back\\slash", "NULL", "{}", "Zoë"],
    object: { text: 'say "no"', list: [1, null, { deep: true }], nothing: null, empty: {} },
    list: [1, "a", null, { deep: [] }],
    text: "Zoë",
  },
  {
    id: "empty",
    whole: 0,
    fraction: -1.5,
    flag: false,
    bytes: new Uint8Array(),
    texts: [],
    object: {},
    list: [],
    text: "",
  },
  {
    id: "null",
    whole: null,
    fraction: null,
    flag: null,
    bytes: null,
    texts: null,
    object: null,
    list: null,
    text: null,
  },
];

/** Asserts that values come back as they went in, and that counts, sums of columns and violations look alike. */
export async function checkDriverTypes(db: Db): Promise<void> {
  const any = untyped(db);
  await sql`create table sample (
    id text not null, whole bigint, fraction double precision, flag boolean, bytes bytea, texts text[], object jsonb,
    list jsonb, text text, constraint sample_key primary key (id))`.execute(db);
  try {
    for (const sample of samples) await any.insertInto(table).values(sample).execute();
    const rows = await any.selectFrom(table).selectAll().execute();
    assertEquals<readonly Row[]>(rows, samples);
    assertStrictEquals(
      Object.getPrototypeOf(rows[0]!.bytes),
      Uint8Array.prototype,
      "bytes are a plain byte array",
    );

    const computed = await sql<Row>`
      select count(*) as count, max(whole) as most, min(whole) + 1 as more, least(max(whole), 7) as least,
        bool_and(flag) as flags, max(object ->> 'text') as member, max(jsonb_typeof(list)) as kind
      from sample`.execute(db);
    assertEquals<readonly Row[]>(computed.rows, [{
      count: 3,
      most: Number.MAX_SAFE_INTEGER,
      more: 1,
      least: 7,
      flags: false,
      member: 'say "no"',
      kind: "array",
    }]);

    const anyOf = await sql<Row>`
      select id from sample where whole = any(${[0, 1]}::bigint[]) and not id = any(${["full"]}::text[])`
      .execute(db);
    assertEquals<readonly Row[]>(anyOf.rows, [{ id: "empty" }]);

    const updated = await any.updateTable(table).set({ texts: ["changed"] }).where("flag", "is not", null)
      .executeTakeFirstOrThrow();
    assertEquals(updated.numUpdatedRows, 2n);

    const twice = await assertRejects(() => any.insertInto(table).values({ id: "full" }).execute(), Error);
    assertInstanceOf(twice, Error);
    assertEquals((twice as { code?: unknown }).code, "23505");
    assert(Object.values(twice).includes("sample_key"), "the fault names the constraint");
  } finally {
    await sql`drop table sample`.execute(db);
  }
}
