import { openMemory } from "../support/database.ts";
import { raceForAdminLink } from "./admin_link_race.ts";

Deno.test("of 32 who use one admin link at once, one becomes an administrator (embedded)", async () => {
  await raceForAdminLink([await openMemory()]);
});
