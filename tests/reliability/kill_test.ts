import { copyDataDir } from "../support/data_dir.ts";
import { startServer } from "../support/server.ts";
import { killRounds, serverStrike } from "./kill.ts";
import { sameIssuer } from "./scene.ts";
import { seeded } from "./seeded.ts";

Deno.test("a server on the embedded database that is killed starts again, and everything that it answered holds", async () => {
  const home = await Deno.makeTempDir({ prefix: "latchkey-kill-" }), dataDir = `${home}/data`;
  try {
    await copyDataDir(dataDir);
    const start = () => startServer({ dataDir, env: sameIssuer });
    const strike = serverStrike(start);
    await killRounds(start, [strike, strike, strike], seeded(1));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
