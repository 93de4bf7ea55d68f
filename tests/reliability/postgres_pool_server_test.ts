import { assert, assertEquals, assertRejects } from "@std/assert";
import { sql } from "kysely";
import { isUnreachable, openPostgres } from "../../src/store/postgres.ts";
import { openPool } from "../../src/store/postgres_pool.ts";
import { unit } from "../../src/store/unit.ts";
import { availablePostgres, type PostgresServer, startPostgres } from "../support/postgres.ts";
import { pause } from "./traffic.ts";

/** What opens connections to a port of loopback, with limits short enough to wait for. */
const poolAt = (port: number) =>
  openPool(`postgres://nobody@127.0.0.1:${port}/none`, {}, { connections: 1, waitMs: 100, useMs: 300 });

/** The code of the fault that a statement ends with. */
async function faultOf(pool: ReturnType<typeof poolAt>): Promise<string> {
  const fault = await assertRejects(async () => {
    const connection = await pool.reserve();
    await connection.unsafe("select 1").finally(() => connection.release());
  }, Error);
  assert(isUnreachable(fault), String(fault));
  return (fault as Error & { code: string }).code;
}

/** A unit whose connection breaks leaves nothing behind, and no statement of it runs on another one. */
async function breakUnits(server: PostgresServer): Promise<void> {
  await using db = openPostgres(await server.createDatabase(), 8);
  await using assassin = openPostgres(server.url(), 1);
  await sql`create table pair (id bigint not null)`.execute(db);
  const committed = new Set<number>(), failed = new Set<number>();
  let next = 0, over = false;
  const client = async () => {
    while (!over) {
      const id = next++;
      const insert = (handle: typeof db) => sql`insert into pair values (${id})`.execute(handle);
      const work = unit(db, async (inside) => {
        await insert(inside);
        await pause(1); // the connection is broken here as well, while nothing runs on it
        await insert(inside);
      });
      await work.then(() => committed.add(id), (fault) => {
        assert(isUnreachable(fault), String(fault.stack));
        failed.add(id);
      });
    }
  };
  const clients = Array.from({ length: 16 }, client);
  // So often at least, and until enough units met a blow and enough did not.
  for (
    let strike = 0;
    strike < 40 || (strike < 1_000 && !(committed.size > 20 && failed.size > 20));
    strike++
  ) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname <> 'postgres' and random() < 0.5`.execute(assassin);
    await pause(25);
  }
  over = true;
  await Promise.all(clients);
  const { rows } = await sql<{ id: number; rows: number }>`
    select id, count(*) as rows from pair group by id`.execute(db);
  assertEquals(rows.filter((row) => row.rows !== 2), [], "units of which a part was committed");
  const present = new Set(rows.map(({ id }) => id));
  assertEquals([...committed].filter((id) => !present.has(id)), [], "committed units that are gone");
  assert(committed.size > 20 && failed.size > 20, `${committed.size} committed, ${failed.size} failed`);
}

/** A unit that goes on after a failed statement is not taken for committed. */
async function commitFailed(server: PostgresServer): Promise<void> {
  await using db = openPostgres(await server.createDatabase());
  const work = unit(db, async (inside) => {
    await sql`select 1 / 0`.execute(inside).catch(() => {});
  });
  await assertRejects(() => work, Error, "The unit was rolled back");
}

/** A statement that waits for a lock is given up by the server, and its connection serves on. */
async function waitForLock(server: PostgresServer): Promise<void> {
  const url = new URL(await server.createDatabase());
  url.searchParams.set("statement_timeout", "200");
  await using db = openPostgres(url.href, 2);
  await sql`create table held (id bigint not null)`.execute(db);
  await unit(db, async (inside) => {
    await sql`lock table held`.execute(inside);
    const fault = await assertRejects(() => sql`select * from held`.execute(db), Error);
    assertEquals((fault as Error & { code: string }).code, "57014");
    assert(isUnreachable(fault));
  });
  const { rows } = await sql`select 1 as one from pg_stat_activity where application_name = 'latchkey'`
    .execute(db);
  assertEquals(rows.length, 2);
}

Deno.test("a connection to PostgreSQL serves one unit at a time, and none after it broke", async (t) => {
  await using server = await startPostgres(availablePostgres()[0]!);
  await t.step("a unit whose connection breaks leaves nothing behind", () => breakUnits(server));
  await t.step("a unit with a failed statement is not taken for committed", () => commitFailed(server));
  await t.step("a statement that waits too long is given up by the server", () => waitForLock(server));
});

Deno.test("a server that takes connections and says nothing is given up within the limits", async () => {
  using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const taken: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of silent) taken.push(connection);
  })();
  const pool = poolAt((silent.addr as Deno.NetAddr).port);
  const [first, second] = await Promise.all([faultOf(pool), faultOf(pool)]);
  assertEquals([first, second], ["DATABASE_SILENT", "CONNECTIONS_BUSY"]);
  await pool.end();
  silent.close();
  await accepting;
  for (const connection of taken) connection.close();
});

Deno.test("a server that closes each new connection is not connected to again and again", async () => {
  using closing = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let accepted = 0;
  const accepting = (async () => {
    for await (const connection of closing) {
      accepted++;
      connection.close();
    }
  })();
  const pool = poolAt((closing.addr as Deno.NetAddr).port);
  // Not DATABASE_SILENT: nothing was waited for.
  assertEquals(await faultOf(pool), "CONNECTION_CLOSED");
  await pause(50);
  assertEquals(accepted, 1);
  await pool.end();
  closing.close();
  await accepting;
});
