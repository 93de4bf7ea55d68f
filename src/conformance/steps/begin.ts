import type { Session } from "../session.ts";
import type { Stage } from "../stage.ts";
import { discover } from "./discover.ts";
import { obtainClient } from "./obtain_client.ts";
import { type ClientMetadata, register } from "./register.ts";

/** Looks at the issuer, gets a client and opens a browser. */
export async function begin(stage: Stage): Promise<Session> {
  const { server } = await discover(stage);
  return { stage, server, client: await obtainClient(stage, server), browser: stage.openBrowser() };
}

/** The same with a client that is registered with metadata of its own. */
export async function beginWith(stage: Stage, differing: ClientMetadata): Promise<Session> {
  const { server } = await discover(stage);
  return { stage, server, client: await register(stage, server, differing), browser: stage.openBrowser() };
}
