import { openMemory } from "../support/database.ts";
import { promises } from "./usable_family.ts";

const db = await openMemory();

for (const [title, check] of Object.entries(promises)) {
  Deno.test(`usable_family: ${title}`, () => check(db));
}
