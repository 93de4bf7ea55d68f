import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { startServer } from "../support/server.ts";
import { databaseStrike, killRounds, serverStrike } from "./kill.ts";
import { sameIssuer } from "./scene.ts";
import { seeded } from "./seeded.ts";

Deno.test("whether the server or PostgreSQL is killed, everything that was answered holds", async () => {
  await using postgres = await startPostgres(availablePostgres()[0]!, { durable: true });
  const databaseUrl = await postgres.createDatabase();
  const start = () => startServer({ databaseUrl, env: sameIssuer });
  const server = serverStrike(start);
  const database = databaseStrike(postgres);
  await killRounds(start, [database, server, database], seeded(2));
});
