/** The server, or PostgreSQL, is killed in the middle of traffic, again and again; what was answered holds. */
import { assertEquals } from "@std/assert";
import { openBrowser } from "../support/browser.ts";
import type { PostgresServer } from "../support/postgres.ts";
import type { TestServer } from "../support/server.ts";
import { checkJournal, openJournal, spendAgain, write, written } from "./journal.ts";
import { issuer, openScene, sendTo } from "./scene.ts";
import { firstSuccess, pause, startTraffic } from "./traffic.ts";

/** What is killed, and how it comes back. */
export interface Strike {
  readonly victim: "server" | "database";
  /** Kills the victim and starts it again. @returns the server to go on with. */
  readonly strike: (server: TestServer) => Promise<TestServer>;
}

/** What was measured. Times in milliseconds. */
export interface KillReport {
  readonly strikes: readonly string[];
  /** Answers that were written down. */
  readonly tokens: number;
  readonly rotations: number;
  readonly codes: number;
  /** Requests whose answer was lost. */
  readonly lost: number;
  /** From the kill to the first success of every kind of request, the longest. */
  readonly backWithinMs: number;
}

/** Kills the server and starts another one. */
export const serverStrike = (start: () => Promise<TestServer>): Strike => ({
  victim: "server",
  strike: async (server) => {
    await server[Symbol.asyncDispose](); // with SIGKILL
    return await start();
  },
});

/** Kills PostgreSQL, of which the server knows nothing, and starts it again. */
export const databaseStrike = (postgres: PostgresServer): Strike => ({
  victim: "database",
  strike: async (server) => {
    await postgres.kill();
    await postgres.start();
    return server;
  },
});

const limitMs = 10_000;

/**
 * Runs rounds of traffic, in each of which something is killed, and holds the clients' journal against the server after each.
 *
 * @param start Starts the server at first.
 * @param random Draws from 0 to 1: when the blow falls.
 */
export async function killRounds(
  start: () => Promise<TestServer>,
  strikes: readonly Strike[],
  random: () => number,
): Promise<KillReport> {
  let server = await start(), backWithinMs = 0, lost = 0;
  const send = sendTo(() => server);
  try {
    const scene = await openScene(server);
    const journal = await openJournal(send, scene, openBrowser(issuer, send));
    for (const { victim, strike } of strikes) {
      const traffic = startTraffic(send, { limitMs, pauseMs: 5, mayBreak: victim === "server" });
      write(traffic, scene, journal);
      const missing = await traffic.succeed(written, performance.now(), limitMs);
      await pause(200 + random() * 600);
      const killedAt = performance.now();
      server = await strike(server);
      const startedAt = performance.now();
      const stillMissing = await traffic.succeed(written, startedAt, limitMs);
      await traffic.stop();
      const { answers, faults } = traffic;
      assertEquals(faults, []);
      assertEquals([...missing, ...stillMissing], [], "kinds of requests that never succeed");
      const back = written.map((what) => firstSuccess(answers, what, startedAt)!.to - killedAt);
      backWithinMs = Math.max(backWithinMs, ...back);
      lost += answers.filter(({ status }) => status === 0 || status === 503).length;
      await checkJournal(send, scene, journal);
      assertEquals(server.process.errors, []);
    }
    await spendAgain(send, scene, journal);
    return {
      strikes: strikes.map(({ victim }) => victim),
      tokens: journal.tokens.size,
      rotations: journal.chains.reduce((sum, { rotated }) => sum + rotated.length, 0),
      codes: journal.spent.length,
      lost,
      backWithinMs,
    };
  } finally {
    // A strike that could not start another one has removed this one already.
    await Promise.resolve(server[Symbol.asyncDispose]()).catch(() => {});
  }
}
