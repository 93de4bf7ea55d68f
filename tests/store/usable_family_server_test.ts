import { openServer } from "../support/database.ts";
import { onEachServer } from "./on_each_server.ts";
import { promises } from "./usable_family.ts";

onEachServer("usable_family", async (t, server) => {
  await using db = await openServer(await server.createDatabase());
  for (const [title, check] of Object.entries(promises)) await t.step(title, () => check(db));
});
