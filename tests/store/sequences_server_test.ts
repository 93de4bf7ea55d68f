import { machines } from "../../src/domain/machines.ts";
import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { checkSequences, chooseSeed } from "./sequences.ts";

const seed = chooseSeed();

for (const which of availablePostgres()) {
  Deno.test(`1,000 random sequences end alike in every pure machine and PostgreSQL (${which})`, async (t) => {
    await using server = await startPostgres(which);
    await using db = await openServer(await server.createDatabase());
    for (const m of machines) {
      await t.step(m.name, async () => {
        await checkSequences(db, m, { seed, lanes: 16 });
      });
    }
  });
}
