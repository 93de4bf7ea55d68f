import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import type { GuardedRequest } from "../outbound/guarded_request.ts";
import type { Ports } from "../store/ports.ts";
import type { UpstreamDocuments } from "./upstream_documents.ts";

/** What a flow through an upstream may touch, opened for one tenant. */
export interface Broker extends Ports {
  /** The one way to an upstream's documents; never inside a unit. */
  readonly fetch: GuardedFetch;
  /** The one way to an upstream's endpoints; never inside a unit. */
  readonly request: GuardedRequest;
  /** Keys that seal: the present one, then former ones, which only open. */
  readonly sealKeys: readonly [Uint8Array, ...Uint8Array[]];
  /** What this server holds of upstreams' documents. */
  readonly upstreamDocuments: UpstreamDocuments;
}
