import type { Session } from "../session.ts";
import type { Stage } from "../stage.ts";
import { discover } from "./discover.ts";
import { obtainClient } from "./obtain_client.ts";

/** Looks at the issuer, gets a client and opens a browser. */
export async function begin(stage: Stage): Promise<Session> {
  const { server } = await discover(stage);
  return { stage, server, client: await obtainClient(stage), browser: stage.openBrowser() };
}
