/** PostgreSQL goes away in the middle of traffic and comes back. */
import { assert, assertEquals } from "@std/assert";
import { sql } from "kysely";
import { openPostgresToMigrate } from "../../src/store/postgres.ts";
import { openBrowser } from "../support/browser.ts";
import { waited } from "../cli/waited.ts";
import { introspect, post, redeem, refresh } from "../support/flow.ts";
import type { PostgresServer } from "../support/postgres.ts";
import type { TestServer } from "../support/server.ts";
import { freeze } from "./frozen_postgres.ts";
import { authorizedCode, issuer, type Scene, sendTo } from "./scene.ts";
import { firstSuccess, pause, startTraffic, type Traffic } from "./traffic.ts";

/** How the database goes away: shut down, crashed, killed, or still there without ever answering. */
export type Manner = "fast" | "immediate" | "kill" | "frozen";

/** What was measured of one cut. Times in milliseconds. */
export interface CutReport {
  readonly manner: Manner;
  readonly answers: number;
  readonly refused: number;
  /** The longest answer of all. */
  readonly longestMs: number;
  /** From the database's return to the first success of the kind of request that waited longest for it. */
  readonly firstSuccessMs: number;
  /** Connections that the server holds afterwards. */
  readonly connections: number;
}

/** Where it happens. The database of `databaseUrl` is the server's alone. */
export interface CutPlace {
  readonly server: TestServer;
  readonly scene: Scene;
  readonly postgres: PostgresServer;
  readonly databaseUrl: string;
}

const limitMs = 8000, mostConnections = 20;

/** Milliseconds from the database's return until everything works again, but for those in which other programs had the cores. */
const backMs = 2000;

/** Kinds of requests that cannot be answered without the database. */
const needing = ["token", "introspect", "userinfo", "sign-in page", "redeem", "refresh", "readyz"];

/** Every kind. Those that need the database for what they keep for a second are not held to be refused. */
const kinds = [...needing, "discovery", "keys", "healthz"];

/** Sets clients to work, one for each kind of request and some more. */
async function populate({ as, work }: Traffic, scene: Scene): Promise<void> {
  const { service, app } = scene;
  const browsing = openBrowser(issuer, as("sign-in page", "person"));
  const redeeming = openBrowser(issuer, as("sign-in page", "person"));
  const first = await redeem(as("redeem", "program"), app, await authorizedCode(scene, browsing));
  let refreshToken = first.refresh_token!;
  const token = async () => {
    const answer = await post(
      as("token", "program"),
      "/oauth2/token",
      { grant_type: "client_credentials" },
      service,
    );
    return (await answer.json()).access_token as string;
  };
  const clients: Readonly<Record<string, () => Promise<unknown>>> = {
    introspect: async () => {
      const known = await token();
      for (let times = 0; times < 5; times++) {
        assertEquals((await introspect(as("introspect", "program"), service, known)).active as unknown, true);
      }
    },
    userinfo: async () => {
      const headers = { authorization: `Bearer ${first.access_token}` };
      const claims = await (await as("userinfo", "program")("/oauth2/userinfo", { headers })).json();
      assertEquals(claims.sub, scene.person.sub);
    },
    "sign-in page": () => authorizedCode(scene, browsing),
    redeem: async () => {
      const code = await authorizedCode(scene, redeeming);
      assertEquals((await redeem(as("redeem", "program"), app, code)).token_type, "Bearer");
    },
    // An answer that was lost is given again to the next try, so one chain goes on through every cut.
    refresh: async () => {
      refreshToken = (await refresh(as("refresh", "program"), app, refreshToken)).refresh_token!;
    },
    discovery: async () => {
      const answer = await as("discovery", "program")("/.well-known/openid-configuration");
      assertEquals((await answer.json()).issuer, issuer);
    },
    keys: async () => {
      const { keys } = await (await as("keys", "program")("/oauth2/jwks.json")).json();
      assert(keys.length >= 3);
    },
    readyz: () => as("readyz", "probe")("/readyz"),
    healthz: () => as("healthz", "probe", [200])("/healthz"),
  };
  for (const turn of Object.values(clients)) work(async () => void await turn());
  for (let more = 0; more < 6; more++) work(async () => void await token());
}

/** Milliseconds for which the server, or whoever asks it, waited for a core so far. */
const queued = async ({ process }: TestServer): Promise<number> =>
  await waited(process.pid) + await waited(Deno.pid);

/** Takes the database away. @returns how to bring it back. */
async function takeAway({ postgres, databaseUrl }: CutPlace, manner: Manner): Promise<() => Promise<void>> {
  if (manner === "frozen") return await freeze(databaseUrl);
  if (manner === "kill") await postgres.kill();
  else await postgres.stop(manner);
  return () => postgres.start();
}

/** The sessions that the server has, by state. */
async function sessionsOf(databaseUrl: string): Promise<readonly { state: string; count: number }[]> {
  const db = openPostgresToMigrate(databaseUrl);
  try {
    const { rows } = await sql<{ state: string; count: number }>`
      select coalesce(state, '-') as state, count(*) as count from pg_stat_activity
      where application_name = 'latchkey' group by 1`.execute(db);
    return rows;
  } finally {
    await db.destroy();
  }
}

/** Each refused request has one line in the log that says why, and nothing else was noted as broken. @param before Lines that were there before. */
function checkLog({ process }: TestServer, { answers }: Traffic, before: number): void {
  const lines = process.output.slice(before).map((line) => JSON.parse(line));
  const broken = lines.filter(({ level }) => level === "error");
  const strange = broken.filter(({ event }) => event !== "database_unreachable" && event !== "upkeep_failed");
  assertEquals(strange.slice(0, 5), []);
  const noted = Map.groupBy(broken, (line) => line.request_id);
  for (const { what, status, requestId } of answers) {
    if (status !== 503 || what === "readyz") continue;
    const [line, ...more] = noted.get(requestId) ?? [];
    assert(line && more.length === 0, `${what} ${requestId} has ${line ? more.length + 1 : 0} lines`);
    assert(line.fault.length > 5 && line.fault.length < 200 && !/\n| at /.test(line.fault), line.fault);
  }
  assertEquals(process.errors, []);
}

/**
 * Cuts the database off for a while, under traffic of every kind.
 *
 * Asserts that every answer comes within eight seconds and is right, or a 503 as it should be; that the probes tell the
 * truth; that every kind of request succeeds within two seconds of the database's return; and that no connection is
 * left behind.
 *
 * @param awayMs How long the database is away.
 */
export async function cutDatabase(place: CutPlace, manner: Manner, awayMs: number): Promise<CutReport> {
  const { server, scene, databaseUrl } = place, before = server.process.output.length;
  const traffic = startTraffic(sendTo(() => server), { limitMs, pauseMs: 10 });
  await populate(traffic, scene);
  const never = await traffic.succeed(kinds, performance.now(), limitMs);
  assertEquals(
    [traffic.faults, never],
    [[], []],
    "what went wrong before the cut, and kinds that never succeeded",
  );
  const bringBack = await takeAway(place, manner), goneAt = performance.now();
  await pause(awayMs);
  const stillGoneAt = performance.now();
  await bringBack();
  const backAt = performance.now(), queuedBefore = await queued(server);
  const missing = await traffic.succeed(kinds, backAt, limitMs);
  const queuedMs = await queued(server) - queuedBefore;
  await traffic.stop();

  const { answers, faults } = traffic;
  assertEquals(faults, []);
  const slow = kinds.filter((what) => {
    const success = firstSuccess(answers, what, backAt);
    return success === undefined || success.to - backAt - queuedMs > backMs;
  });
  assertEquals([missing, slow], [[], []], "kinds that fail, or are slow, after the database's return");
  const meanwhile = answers.filter(({ from, to }) => from > goneAt && to < stillGoneAt);
  for (const { what, status } of meanwhile) {
    if (what === "healthz") assertEquals(status, 200);
    if (needing.includes(what)) assertEquals([what, status], [what, 503]);
  }
  let sessions = await sessionsOf(databaseUrl);
  // The server's own upkeep may be at work at any one moment, not at all of them.
  for (let tries = 0; tries < 100 && sessions.some(({ state }) => state !== "idle"); tries++) {
    await pause(100);
    sessions = await sessionsOf(databaseUrl);
  }
  const connections = sessions.reduce((sum, { count }) => sum + count, 0);
  assert(connections <= mostConnections, `${connections} connections`);
  assertEquals(sessions.filter(({ state }) => state !== "idle"), []);
  checkLog(server, traffic, before);
  return {
    manner,
    answers: answers.length,
    refused: answers.filter(({ status }) => status === 503).length,
    longestMs: Math.max(...answers.map(({ from, to }) => to - from)),
    firstSuccessMs: Math.max(...kinds.map((what) => firstSuccess(answers, what, backAt)!.to - backAt)),
    connections,
  };
}
