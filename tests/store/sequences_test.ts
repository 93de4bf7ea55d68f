import { machines } from "../../src/domain/machines.ts";
import { openPreparedMemory } from "../support/prepared_memory.ts";
import { checkSequences } from "./sequences.ts";

const db = await openPreparedMemory();

for (const m of machines) {
  Deno.test(`${m.name}: 1,000 random sequences end alike in the pure machine and the embedded database`, async () => {
    await checkSequences(db, m);
  });
}
