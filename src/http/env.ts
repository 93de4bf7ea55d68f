import type { Context } from "hono";
import type { Provider } from "../op/provider.ts";
import type { Deployment } from "./deployment.ts";

/** What every handler finds in its context. */
export interface Env {
  Bindings: {
    /** The address of the peer, as the listener saw it. */
    readonly remoteAddress?: string;
  };
  Variables: {
    deployment: Deployment;
    /** Names this request in the log and on pages; it tells nothing by itself. */
    requestId: string;
    /** The tenant that the request is for. */
    provider: Provider;
  };
}

export type HttpContext = Context<Env>;
