import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { startServer } from "../support/server.ts";
import { cutDatabase, type Manner } from "./database_cut.ts";
import { openScene, sameIssuer } from "./scene.ts";

/** How long the database is away in each manner, in milliseconds; while frozen, longer than any use of it may last. */
const cuts: readonly (readonly [Manner, number])[] = [["fast", 3000], ["immediate", 3000], ["frozen", 4500]];

Deno.test("a server without its database answers 503 with Retry-After within a bound, and is back at once (RFC 9110 section 15.6.4)", async (t) => {
  await using postgres = await startPostgres(availablePostgres()[0]!);
  const databaseUrl = await postgres.createDatabase();
  await using server = await startServer({ databaseUrl, env: sameIssuer });
  const scene = await openScene(server);
  for (const [manner, awayMs] of cuts) {
    await t.step(`${manner}, for ${awayMs} ms`, async () => {
      await cutDatabase({ server, scene, postgres, databaseUrl }, manner, awayMs);
    });
  }
});
