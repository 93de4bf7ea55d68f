import { startServer } from "../support/server.ts";
import { flood } from "./overload.ts";
import { openScene, sameIssuer } from "./scene.ts";
import { seeded } from "./seeded.ts";

Deno.test("a flood of wrong passwords is held up and turned away, and clients still get tokens (RFC 6585 section 4)", async () => {
  // The flood names addresses of its own, as a proxy on this machine would.
  const env = { ...sameIssuer, LATCHKEY_TRUSTED_PROXIES: "127.0.0.1" };
  await using server = await startServer({ env });
  const scene = await openScene(server);
  console.log(await flood(server, scene, { attackers: 100, forMs: 10_000, random: seeded(3) }));
});
