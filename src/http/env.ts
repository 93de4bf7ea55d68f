import type { Context } from "hono";
import type { Provider } from "../op/provider.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import type { Route } from "./routes.ts";
import type { Deployment } from "./deployment.ts";

/** What every handler finds in its context. */
export interface Env {
  Bindings: {
    /** The address of the peer, as the listener saw it. */
    readonly remoteAddress?: string;
  };
  Variables: {
    deployment: Deployment;
    /** Every path of this application. */
    routes: readonly Route[];
    /** Names this request in the log and on pages; it tells nothing by itself. */
    requestId: string;
    /** The tenant that the request is for. */
    provider: Provider;
    /** The refusal that this request ended with, where it can be explained. */
    refusal?: OAuthError;
    /** The browser's state for pages of apps as this answer leaves it, once it was looked at. */
    browserState?: string;
    /** The client_id that the request names, proven or not. */
    clientId?: string | undefined;
  };
}

export type HttpContext = Context<Env>;
