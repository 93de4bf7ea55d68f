/** Random sequences of events through the pure machine and through a database, side by side. */
import { assertEquals } from "@std/assert";
import { judge, type Machine, target } from "../../src/domain/machine.ts";
import { type Db, increment } from "../../src/store/transition.ts";
import { unit } from "../../src/store/unit.ts";
import { fireAny, plant, untyped } from "../support/database.ts";
import { type Facts, factsFor, keyOf, type Row, rowFor, wrongFact } from "../support/machine_row.ts";

const sequences = 1_000, length = 20, at = 7;

/** Events that count, and the column that they count in. */
const counted: Readonly<Record<string, string>> = {
  "refresh_token.repeat": "repeats",
  "account.amend": "version",
  "client.amend": "version",
};

/** A seed, told so that a run can be repeated: the environment's SEQUENCES_SEED, else a random one. */
export function chooseSeed(): number {
  const seed = Number(Deno.env.get("SEQUENCES_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  console.log(`SEQUENCES_SEED=${seed}`);
  return seed;
}

interface Run {
  /** The row as the pure machine has it. */
  row: Row;
  readonly told: string[];
}

/**
 * Fires 1,000 sequences of 20 random events at rows of their own, a quarter of them with a guard that fails, and asserts
 * after each event that the database answered what the pure machine did, and at the end that the rows are the same.
 *
 * @param options seed: the same number gives the same sequences. lanes: how many units are open at once.
 */
export async function checkSequences(
  db: Db,
  m: Machine,
  { seed, lanes }: { readonly seed: number; readonly lanes: number },
): Promise<void> {
  const runs = Array.from({ length: sequences }, (_, serial): Run => ({ row: rowFor(m, serial), told: [] }));
  await plant(db, m, runs.map(({ row }) => row));
  let next = 0, applied = 0;
  // Several sequences share a unit, which saves commits.
  const lane = async () => {
    while (next < runs.length) {
      const random = generator(seed + next), group = runs.slice(next, next += 4);
      await unit(db, async (inside) => {
        for (let step = 0; step < length; step++) {
          for (const run of group) if (await advance(inside, m, run, random)) applied++;
        }
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
    const found = await untyped(db).selectFrom(m.name).selectAll().execute();
    const byTenant = new Map(found.map((row) => [row.tenant, row]));
    for (const { row, told } of runs) {
      assertEquals<Row | undefined>(byTenant.get(row.tenant), row, told.join("\n"));
    }
    const { count } = await untyped(db).selectFrom("audit_event").where("machine", "=", m.name)
      .select(({ fn }) => fn.countAll().as("count")).executeTakeFirstOrThrow();
    assertEquals(count, applied, "audit events");
  } catch (error) {
    if (error instanceof Error) error.message = `SEQUENCES_SEED=${seed}: ${error.message}`;
    throw error;
  }
}

// One event through both; true where it was applied.
async function advance(db: Db, m: Machine, run: Run, random: () => number): Promise<boolean> {
  const event = pick(Object.keys(m.guards), random);
  const facts = randomFacts(m, event, random);
  const column = counted[`${m.name}.${event}`];
  const refusal = judge(m, event, run.row, facts);
  const set = column ? { [column]: increment(column) } : {};
  const fired = await fireAny(db, [m, event], keyOf(m, run.row), at, facts, set);
  run.told.push(`${event} ${JSON.stringify(facts)}: ${refusal ?? "applied"}`);
  assertEquals(fired.ok ? undefined : fired.refusal, refusal, run.told.join("\n"));
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
