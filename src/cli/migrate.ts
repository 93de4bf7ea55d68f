import type { Command } from "./command.ts";
import { exit } from "./command.ts";
import { settingsOf, withStorage } from "./open_storage.ts";

/** Brings the database to the newest migration. */
export const migrate: Command = {
  name: "migrate",
  summary: "Bring the database to the newest migration",
  usage: `Usage: latchkey migrate [--json]

Several may run at once: one does the work, the others wait for it. A server does the same when it starts, unless
LATCHKEY_MIGRATE is off.`,
  run: async (args, io) => {
    const json = args.includes("--json");
    const stray = args.find((arg) => arg !== "--json");
    if (stray !== undefined) {
      io.err(`latchkey migrate does not know ${stray}`);
      return exit.usage;
    }
    const config = settingsOf(io);
    if (!config) return exit.failed;
    return await withStorage(io, config, async (storage) => {
      const applied = await storage.migrate();
      if (json) io.out(JSON.stringify({ applied }));
      else io.out(applied.length === 0 ? "The database is up to date" : `Applied ${applied.join(", ")}`);
      return exit.ok;
    });
  },
};
