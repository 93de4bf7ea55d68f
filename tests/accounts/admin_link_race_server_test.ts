import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { raceForAdminLink } from "./admin_link_race.ts";

for (const which of availablePostgres()) {
  Deno.test(`of 32 who use one admin link at once at three servers, one becomes an administrator (${which})`, async () => {
    await using server = await startPostgres(which);
    const url = await server.createDatabase();
    await using one = await openServer(url, 12);
    await using two = await openServer(url, 12);
    await using three = await openServer(url, 12);
    await raceForAdminLink([one, two, three]);
  });
}
