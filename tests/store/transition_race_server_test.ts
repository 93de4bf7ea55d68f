import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { refreshToken } from "../../src/domain/refresh_token.ts";
import { type Machine, sources, target } from "../../src/domain/machine.ts";
import { machines } from "../../src/domain/machines.ts";
import { create, type Db, fire, increment } from "../../src/store/transition.ts";
import { unit } from "../../src/store/unit.ts";
import { fireAny, openServer, type Outcome, plant, untyped } from "../support/database.ts";
import { factsFor, keyOf, type Row, rowFor } from "../support/machine_row.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { onEachServer } from "./on_each_server.ts";

const racers = 32, at = 7;

/** What every later attempt is told where an event can happen once; undefined where it can happen again. */
function refusedTwice(m: Machine, event: string): string | undefined {
  const cell = m.cells[target(m, event) ?? m.initial]![event]!;
  return target(m, event) && cell.startsWith("!") ? cell.slice(1) : undefined;
}

// No two rows of a database share a serial, so that nothing has to be emptied in between.
let serial = 0;

/** Races an event twice on rows that start in each of its sources: one attempt wins, all others are told the refusal. */
async function race(db: Db, m: Machine, event: string, refusal: string): Promise<void> {
  const starts = sources(m, event);
  const rows = [...starts, ...starts].map((state) => rowFor(m, serial++, { state }));
  await plant(db, m, rows);
  for (const row of rows) {
    const outcomes = await Promise.all(
      Array.from(
        { length: racers },
        () => unit(db, (inside) => fireAny(inside, [m, event], keyOf(m, row), at, factsFor(m, event))),
      ),
    );
    const told = outcomes.map((outcome) => outcome.ok ? "applied" : outcome.refusal).sort();
    assertEquals(
      told,
      ["applied", ...Array(racers - 1).fill(refusal)].sort(),
      `${m.name}.${event} from ${row.state}`,
    );
  }
  const { count } = await untyped(db).selectFrom("audit_event").select(({ fn }) => fn.countAll().as("count"))
    .where("machine", "=", m.name).where("event", "=", event).executeTakeFirstOrThrow();
  assertEquals(count, rows.length, "one audit event a row");
}

/** The handles of a round: a token that was rotated, its successor, and the one that the successor is rotated to. */
function handlesOf(round: number) {
  const handle = (name: string) => ({ tenant: `tenant-${round}`, bucket: 3, digest: `${name}-${round}` });
  return { first: handle("first"), second: handle("second"), third: handle("third") };
}

const answerOf = (round: number) => new TextEncoder().encode(`answer of round ${round}`);

/** The rows with which a round begins. */
function repeatRows(round: number): Row[] {
  const { first, second } = handlesOf(round), answer = answerOf(round);
  return [
    rowFor(refreshToken, round, { ...first, state: "rotated", answer, repeats: 0 }),
    rowFor(refreshToken, round, { ...second, predecessor_bucket: 3, predecessor_digest: first.digest }),
  ];
}

/** What an old refresh token, presented again, is answered while its successor is used. */
async function raceRepeats(
  db: Db,
  round: number,
): Promise<{ readonly repeated: number; readonly replayed: number }> {
  const { first, second, third } = handlesOf(round);
  const repeatFacts = factsFor(refreshToken, "repeat"), rotateFacts = factsFor(refreshToken, "rotate");

  const repeat = () =>
    unit(
      db,
      (inside) =>
        fireAny(inside, [refreshToken, "repeat"], first, at, repeatFacts, { repeats: increment("repeats") }),
    );
  // Child first, then parent: whoever locks first decides.
  const rotate = () =>
    unit(db, async (inside) => {
      const rotated = await fireAny(inside, [refreshToken, "rotate"], second, at, rotateFacts);
      assert(rotated.ok);
      assert((await fire(inside, [refreshToken, "settle"], first, at, {}, { answer: null })).ok);
      const { state: _state, state_at: _stateAt, ...values } = rowFor(refreshToken, round, third);
      await create(inside, refreshToken, at, { ...values, predecessor_digest: second.digest } as never);
      return undefined;
    });

  const repeats: (() => Promise<Outcome | undefined>)[] = Array.from({ length: 16 }, () => repeat);
  const answers = await Promise.all(repeats.toSpliced(round % 17, 0, rotate).map((attempt) => attempt()));
  const outcomes = answers.filter((outcome) => outcome !== undefined);

  let repeated = 0;
  for (const outcome of outcomes) {
    if (outcome.ok) {
      repeated++;
      assertEquals(outcome.row.answer, answerOf(round));
    } else assert(["replayed", "too_many"].includes(outcome.refusal), outcome.refusal);
  }
  assertLessOrEqual(repeated, 5);
  return {
    repeated,
    replayed: outcomes.filter((outcome) => !outcome.ok && outcome.refusal === "replayed").length,
  };
}

/** Asserts that after a round the old token is settled without its answer, and the newest one alone is current. */
function assertSettled(round: number, tokens: readonly Row[]): void {
  const { first, second, third } = handlesOf(round);
  assertEquals<unknown>(tokens.map(({ digest, state, answer }) => ({ digest, state, answer })), [
    { digest: first.digest, state: "settled", answer: null },
    { digest: second.digest, state: "rotated", answer: null },
    { digest: third.digest, state: "current", answer: null },
  ]);
}

onEachServer(
  "of 32 attempts at what can happen once, one wins and the others are told why",
  async (t, server) => {
    await using db = await openServer(await server.createDatabase(), racers);
    for (const m of machines) {
      for (const event of Object.keys(m.guards)) {
        const refusal = refusedTwice(m, event);
        if (refusal) await t.step(`${m.name}.${event}: ${refusal}`, () => race(db, m, event, refusal));
      }
    }
  },
);

// One server is enough for so many rounds: the race above runs on each.
Deno.test("of 16 repeats against one use of the successor, each gets the same bytes or is told why not", async () => {
  await using server = await startPostgres(availablePostgres()[0]!);
  await using db = await openServer(await server.createDatabase(), racers);
  const numbers = Array.from({ length: 1_000 }, (_, round) => round);
  await plant(db, refreshToken, numbers.flatMap(repeatRows));
  let repeated = 0, replayed = 0;
  for (const round of numbers) {
    const outcome = await raceRepeats(db, round);
    repeated += outcome.repeated;
    replayed += outcome.replayed;
  }
  const tokens = await untyped(db).selectFrom("refresh_token").select(["tenant", "digest", "state", "answer"])
    .orderBy("digest").execute();
  const byTenant = Map.groupBy(tokens, ({ tenant }) => tenant);
  for (const round of numbers) assertSettled(round, byTenant.get(`tenant-${round}`) ?? []);
  // Neither side always came first, so that they did meet.
  assert(repeated > 0 && replayed > 0, `${repeated} repeated, ${replayed} replayed`);
});
