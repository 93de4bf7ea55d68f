import type { Browser } from "./agent.ts";
import type { Client } from "./client.ts";
import type { Server } from "./server.ts";
import type { Stage } from "./stage.ts";

/** One client and one browser at one issuer. */
export interface Session {
  readonly stage: Stage;
  readonly server: Server;
  readonly client: Client;
  readonly browser: Browser;
}
