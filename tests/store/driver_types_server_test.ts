import { openServer } from "../support/database.ts";
import { checkDriverTypes } from "./driver_types.ts";
import { onEachServer } from "./on_each_server.ts";

onEachServer("every type comes back as it was given", async (_t, server) => {
  await using db = await openServer(await server.createDatabase());
  await checkDriverTypes(db);
});
