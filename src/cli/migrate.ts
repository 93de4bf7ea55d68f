import type { Command } from "./command.ts";
import { exit } from "./command.ts";
import { readConfig } from "./config.ts";
import { openStorage } from "./open_storage.ts";

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
    const config = readConfig(io.env);
    if (!config.ok) {
      for (const fault of config.error) io.err(fault);
      return exit.failed;
    }
    const storage = await openStorage(config.value);
    if (!storage.ok) {
      io.err(storage.error);
      return exit.failed;
    }
    try {
      const applied = await storage.value.migrate();
      if (json) io.out(JSON.stringify({ applied }));
      else io.out(applied.length === 0 ? "The database is up to date" : `Applied ${applied.join(", ")}`);
      return exit.ok;
    } finally {
      await storage.value.close();
    }
  },
};
