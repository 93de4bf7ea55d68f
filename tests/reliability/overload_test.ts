import { asOperated } from "../support/latchkey.ts";
import { startServer } from "../support/server.ts";
import { flood, flooded } from "./overload.ts";
import { openScene } from "./scene.ts";
import { seeded } from "./seeded.ts";

Deno.test("a flood of wrong passwords is held up and turned away, and clients still get tokens (RFC 6585 section 4)", async () => {
  await using server = await startServer({ env: flooded, program: asOperated });
  const scene = await openScene(server);
  await flood(server, scene, { attackers: 100, forMs: 10_000, random: seeded(3) });
});
