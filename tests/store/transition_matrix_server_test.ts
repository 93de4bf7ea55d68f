import { machines } from "../../src/domain/machines.ts";
import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { checkEvent } from "./transition_matrix.ts";

for (const which of availablePostgres()) {
  Deno.test(`PostgreSQL (${which}) agrees with every cell and every guard of every machine`, async (t) => {
    await using server = await startPostgres(which);
    await using db = await openServer(await server.createDatabase());
    for (const m of machines) {
      await t.step(m.name, async () => {
        for (const event of Object.keys(m.guards)) await checkEvent(db, m, event);
      });
    }
  });
}
