import { machines } from "../../src/domain/machines.ts";
import { openServer } from "../support/database.ts";
import { onEachServer } from "./on_each_server.ts";
import { checkSequences, chooseSeed } from "./sequences.ts";

const seed = chooseSeed();

onEachServer("1,000 random sequences end alike in the pure machine and the database", async (t, server) => {
  await using db = await openServer(await server.createDatabase());
  for (const m of machines) await t.step(m.name, () => checkSequences(db, m, { seed, lanes: 8 }));
});
