import { machines } from "../../src/domain/machines.ts";
import { openMemory } from "../support/database.ts";
import { checkSequences } from "./sequences.ts";

const db = await openMemory();

for (const m of machines) {
  Deno.test(`${m.name}: 1,000 random sequences end alike in the pure machine and the embedded database`, async () => {
    await checkSequences(db, m);
  });
}
