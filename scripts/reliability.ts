/**
 * Cuts the database off, kills and floods servers for as long as it is told to, with chance choosing how. `deno task
 * reliability` runs it; the gate's tests of reliability run a slice of the same.
 */
import { cutDatabase, type Manner } from "../tests/reliability/database_cut.ts";
import { databaseStrike, killRounds, serverStrike } from "../tests/reliability/kill.ts";
import { flood, flooded } from "../tests/reliability/overload.ts";
import { openScene, sameIssuer } from "../tests/reliability/scene.ts";
import { seeded } from "../tests/reliability/seeded.ts";
import { floodWithDocuments, floodWithKids } from "../tests/reliability/stranger_flood.ts";
import { copyDataDir } from "../tests/support/data_dir.ts";
import { asOperated } from "../tests/support/latchkey.ts";
import { availablePostgres, startPostgres } from "../tests/support/postgres.ts";
import { startServer } from "../tests/support/server.ts";

const help = `deno task reliability [--minutes N] [--seed S]

Runs servers on both databases under traffic, and one after another: takes PostgreSQL away and brings it back, kills
the server or PostgreSQL, floods the server with wrong passwords, and with ten thousand client assertions and as many
URLs of strangers. Prints what it measured; the first thing that is not as it should be ends it, with the exit status 1.

  --minutes N   start nothing new after N minutes (by default 10)
  --seed S      choose as a run with this seed did (a whole number; by default one is drawn)
  --help        this text`;

/** Chance, from 0 to 1. */
type Random = () => number;

/** One kind of trouble; its report is printed. */
interface Trouble {
  readonly title: string;
  readonly cause: (random: Random) => Promise<object>;
}

const oneOf = <T>(values: readonly T[], random: Random): T => values[Math.floor(random() * values.length)]!;

const manners: readonly Manner[] = ["fast", "immediate", "kill", "frozen"];

/** Several cuts of one server, which so has to outlive them all. */
const cuts: Trouble = {
  title: "PostgreSQL away and back",
  cause: async (random) => {
    await using postgres = await startPostgres(oneOf(availablePostgres(), random), { durable: true });
    const databaseUrl = await postgres.createDatabase();
    await using server = await startServer({ program: asOperated, databaseUrl, env: sameIssuer });
    const place = { server, postgres, databaseUrl, scene: await openScene(server) };
    const reports: object[] = [];
    for (let cut = 0; cut < 6; cut++) {
      reports.push(await cutDatabase(place, oneOf(manners, random), 200 + random() * 6000));
    }
    return reports;
  },
};

const kills: Trouble = {
  title: "killed on the embedded database",
  cause: async (random) => {
    const home = await Deno.makeTempDir({ prefix: "latchkey-kill-" }), dataDir = `${home}/data`;
    try {
      await copyDataDir(dataDir);
      const start = () => startServer({ program: asOperated, dataDir, env: sameIssuer });
      return await killRounds(start, Array.from({ length: 8 }, () => serverStrike(start)), random);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
};

const serverKills: Trouble = {
  title: "server or PostgreSQL killed",
  cause: async (random) => {
    await using postgres = await startPostgres(oneOf(availablePostgres(), random), { durable: true });
    const databaseUrl = await postgres.createDatabase();
    const start = () => startServer({ program: asOperated, databaseUrl, env: sameIssuer });
    const strikes = [serverStrike(start), databaseStrike(postgres)];
    return await killRounds(start, Array.from({ length: 8 }, () => oneOf(strikes, random)), random);
  },
};

const floods: Trouble = {
  title: "flooded on the embedded database",
  cause: async (random) => {
    await using server = await startServer({ program: asOperated, env: flooded });
    const attackers = 80 + Math.floor(random() * 120);
    return await flood(server, await openScene(server), { attackers, forMs: 30_000, random });
  },
};

const serverFloods: Trouble = {
  title: "flooded on PostgreSQL",
  cause: async (random) => {
    await using postgres = await startPostgres(oneOf(availablePostgres(), random));
    await using server = await startServer({
      program: asOperated,
      env: flooded,
      databaseUrl: await postgres.createDatabase(),
    });
    const attackers = 80 + Math.floor(random() * 120);
    return await flood(server, await openScene(server), { attackers, forMs: 30_000, random });
  },
};

const strangerFloods: Trouble = {
  title: "flooded by strangers",
  cause: async () => [await floodWithKids(10_000), await floodWithDocuments(10_000)],
};

/** What the arguments ask for; undefined where they ask for nothing that there is. */
function read(args: readonly string[]): { readonly minutes: number; readonly seed: number } | undefined {
  const asked = { minutes: 10, seed: crypto.getRandomValues(new Uint32Array(1))[0]! };
  for (let at = 0; at < args.length; at += 2) {
    const value = Number(args[at + 1]);
    if (args[at] === "--minutes" && value > 0) asked.minutes = value;
    else if (args[at] === "--seed" && Number.isSafeInteger(value) && value >= 0) asked.seed = value;
    else return undefined;
  }
  return asked;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(help);
    return 0;
  }
  const asked = read(args);
  if (!asked) {
    console.error(help);
    return 2;
  }
  const { minutes, seed } = asked, begin = performance.now(), random = seeded(seed);
  const elapsed = () => `${((performance.now() - begin) / 1000).toFixed(0)} s`;
  console.log(`seed ${seed}, ${minutes} minutes`);
  for (let round = 1;; round++) {
    for (const { title, cause } of [kills, cuts, serverKills, floods, serverFloods, strangerFloods]) {
      if (performance.now() - begin > minutes * 60_000) {
        console.log(`${elapsed()}: nothing failed`);
        return 0;
      }
      try {
        const report = await cause(random);
        console.log(`${elapsed()}, round ${round}: ${title}`, report);
      } catch (fault) {
        console.error(`${elapsed()}, round ${round}, seed ${seed}: ${title} FAILED`, fault);
        return 1;
      }
    }
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
