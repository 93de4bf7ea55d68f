/** Random sequences of events through the pure machine and through both databases, side by side. */
import { isDeepStrictEqual } from "node:util";
import { assertEquals } from "@std/assert";
import { judge, type Machine, target } from "../../src/domain/machine.ts";
import { machines } from "../../src/domain/machines.ts";
import { type Db, increment } from "../../src/store/transition.ts";
import { batched } from "../support/batched.ts";
import { fireAny, openMemory, openServer, plant, reset, untyped } from "../support/database.ts";
import { type Facts, factsFor, keyOf, type Row, rowFor, wrongFact } from "../support/machine_row.ts";
import { startPostgres } from "../support/postgres.ts";
import { seed } from "../support/seed.ts";

const sequences = 1_000, length = 20, at = 7;

/** Sequences that go side by side: what they ask of the database is asked together. */
const side = 250;

/** Events that count, and the column that they count in. */
const counted: Readonly<Record<string, string>> = {
  "refresh_token.repeat": "repeats",
  "account.amend": "version",
  "client.amend": "version",
};

interface Run {
  /** The row as the pure machine has it. */
  row: Row;
  readonly random: () => number;
  readonly told: (readonly [event: string, facts: Facts, refusal: string | undefined])[];
}

const story = ({ told }: Run): string =>
  told.map(([event, facts, refusal]) => `${event} ${JSON.stringify(facts)}: ${refusal ?? "applied"}`).join(
    "\n",
  );

/**
 * Fires 1,000 sequences of 20 random events at rows of their own, a quarter of them with a guard that fails, and asserts
 * after each event that the databases answered what the pure machine did, and at the end that the rows are the same.
 */
async function checkSequences(dbs: readonly Db[], m: Machine): Promise<void> {
  console.log(`TEST_SEED=${seed}`);
  const runs = Array.from({ length: sequences }, (_, serial): Run => ({
    row: rowFor(m, serial),
    random: generator(seed + serial),
    told: [],
  }));
  for (const db of dbs) {
    // What the machine before left could stand in the way of what these rows belong to.
    await reset(db);
    await plant(db, m, runs.map(({ row }) => row));
  }
  const together = batched(dbs, m.name);
  let applied = 0;
  try {
    for (let from = 0; from < runs.length; from += side) {
      const group = runs.slice(from, from + side);
      for (let step = 0; step < length; step++) {
        const outcomes = await Promise.all(group.map((run) => advance(together, m, run)));
        applied += outcomes.filter((isApplied) => isApplied).length;
      }
    }
    for (const db of dbs) await assertEnded(db, m, { runs, applied });
  } catch (error) {
    if (error instanceof Error) error.message = `TEST_SEED=${seed}: ${error.message}`;
    throw error;
  }
}

/** Asserts that a database has the rows as the pure machine has them, and an audit event of each that was applied. */
async function assertEnded(
  db: Db,
  m: Machine,
  { runs, applied }: { readonly runs: readonly Run[]; readonly applied: number },
): Promise<void> {
  const found = await untyped(db).selectFrom(m.name).selectAll().execute();
  const byTenant = new Map(found.map((row) => [row.tenant, row]));
  for (const run of runs) {
    const row = byTenant.get(run.row.tenant);
    if (!isDeepStrictEqual(row, run.row)) assertEquals<Row | undefined>(row, run.row, story(run));
  }
  const { count } = await untyped(db).selectFrom("audit_event").where("machine", "=", m.name)
    .select(({ fn }) => fn.countAll().as("count")).executeTakeFirstOrThrow();
  assertEquals(count, applied, "audit events");
}

// One event through all; true where it was applied.
async function advance(db: Db, m: Machine, run: Run): Promise<boolean> {
  const event = pick(Object.keys(m.guards), run.random);
  const facts = randomFacts(m, event, run.random);
  const column = counted[`${m.name}.${event}`];
  const refusal = judge(m, event, run.row, facts);
  const set = column ? { [column]: increment(column) } : {};
  const fired = await fireAny(db, [m, event], keyOf(m, run.row), at, facts, set);
  run.told.push([event, facts, refusal]);
  if ((fired.ok ? undefined : fired.refusal) !== refusal) {
    assertEquals(fired.ok ? undefined : fired.refusal, refusal, story(run));
  }
  if (refusal !== undefined) return false;
  run.row = {
    ...run.row,
    state: target(m, event) ?? run.row.state,
    state_at: at,
    ...(column ? { [column]: (run.row[column] as number) + 1 } : {}),
  };
  return true;
}

function randomFacts(m: Machine, event: string, random: () => number): Facts {
  const guards = m.guards[event]!;
  return guards.length > 0 && random() < 0.25
    ? wrongFact(m, event, pick(guards, random))
    : factsFor(m, event);
}

const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)]!;

// mulberry32: small, and good enough to choose events.
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// One server is enough here: the matrix and the races run on each.
Deno.test("1,000 random sequences of each machine end alike in it, the embedded database and a PostgreSQL server", async (t) => {
  await using server = await startPostgres("npm");
  await using there = await openServer(await server.createDatabase(), 1);
  const here = await openMemory();
  for (const m of machines) await t.step(m.name, () => checkSequences([here, there], m));
});
