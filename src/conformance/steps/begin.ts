import type { Server } from "../server.ts";
import type { Session } from "../session.ts";
import type { Stage } from "../stage.ts";
import { discover } from "./discover.ts";
import { obtainClient } from "./obtain_client.ts";
import { type Differing, register, type RegisteredClient } from "./register.ts";

/** Looks at the issuer, gets a client and opens a browser. */
export async function begin(stage: Stage): Promise<Session> {
  const { server } = await discover(stage);
  return { stage, server, client: await obtainClient(stage, server), browser: stage.openBrowser() };
}

/**
 * The same with a client that is registered with something of its own.
 *
 * @param differing May look at the server first, and skip the module.
 */
export async function beginWith(
  stage: Stage,
  differing: Differing | ((server: Server) => Differing | Promise<Differing>),
): Promise<Session & { readonly client: RegisteredClient }> {
  const { server } = await discover(stage);
  const own = typeof differing === "function" ? await differing(server) : differing;
  return { stage, server, client: await register(stage, server, own), browser: stage.openBrowser() };
}
