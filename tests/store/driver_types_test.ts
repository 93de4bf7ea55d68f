import { openMemory } from "../support/database.ts";
import { checkDriverTypes } from "./driver_types.ts";

const db = await openMemory();

Deno.test("the embedded database gives back every type as it was given", () => checkDriverTypes(db));
