import { machines } from "../../src/domain/machines.ts";
import { openServer } from "../support/database.ts";
import { onEachServer } from "./on_each_server.ts";
import { checkEvent } from "./transition_matrix.ts";

onEachServer("every machine's cells and guards are what the database agrees with", async (t, server) => {
  await using db = await openServer(await server.createDatabase());
  for (const m of machines) {
    await t.step(m.name, async () => {
      for (const event of Object.keys(m.guards)) await checkEvent(db, m, event);
    });
  }
});
