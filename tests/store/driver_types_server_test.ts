import { openServer } from "../support/database.ts";
import { availablePostgres, startPostgres } from "../support/postgres.ts";
import { checkDriverTypes } from "./driver_types.ts";

for (const which of availablePostgres()) {
  Deno.test(`PostgreSQL (${which}) gives back every type as it was given`, async () => {
    await using server = await startPostgres(which);
    await using db = await openServer(await server.createDatabase());
    await checkDriverTypes(db);
  });
}
