import { machines } from "../../src/domain/machines.ts";
import { openMemory } from "../support/database.ts";
import { checkEvent } from "./transition_matrix.ts";

const db = await openMemory();

for (const m of machines) {
  Deno.test(`${m.name}: the embedded database agrees with every cell and every guard`, async () => {
    for (const event of Object.keys(m.guards)) await checkEvent(db, m, event);
  });
}
