import { assert, assertEquals } from "@std/assert";
import { openProvider } from "../support/provider.ts";

const { send } = await openProvider();

// Written out it takes seconds where the search starts anew at each of the 20,000 places at which a JWT might start.
const manyStarts = "eyJ".repeat(20_000);

Deno.test("stall the server: one request whose text might hold many JWTs is logged in no time", async () => {
  for (const path of [`/${manyStarts}`, `/oauth2/authorize?client_id=${manyStarts}`]) {
    const started = performance.now(), response = await send(path);
    await response.body?.cancel();
    assertEquals(response.ok, false);
    assert(performance.now() - started < 3000, `${path.slice(0, 40)} took too long`);
  }
});
