import { assert, assertEquals } from "@std/assert";
import { cpuUsage } from "node:process";
import { openProvider } from "../support/provider.ts";

const { send } = await openProvider();

// Written out it takes seconds where the search starts anew at each of the 20,000 places at which a JWT might start.
const manyStarts = "eyJ".repeat(20_000);

Deno.test("stall the server: one request whose text might hold many JWTs is logged in no time", async () => {
  for (const path of [`/${manyStarts}`, `/oauth2/authorize?client_id=${manyStarts}`]) {
    const before = cpuUsage(), response = await send(path);
    await response.body?.cancel();
    assertEquals(response.ok, false);
    const { user } = cpuUsage(before); // of this process alone, however busy the machine is
    assert(user < 3_000_000, `${path.slice(0, 40)} took ${user} µs`);
  }
});
