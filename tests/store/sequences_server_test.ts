import { machines } from "../../src/domain/machines.ts";
import { openServer } from "../support/database.ts";
import { startPostgres } from "../support/postgres.ts";
import { checkSequences } from "./sequences.ts";

// One server is enough here: the matrix and the races run on each.
Deno.test("1,000 random sequences end alike in the pure machine and a PostgreSQL server", async (t) => {
  await using server = await startPostgres("npm");
  await using db = await openServer(await server.createDatabase(), 1);
  for (const m of machines) await t.step(m.name, () => checkSequences(db, m));
});
