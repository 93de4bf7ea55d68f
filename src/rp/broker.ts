import type { Decrypter } from "../crypto/decrypt.ts";
import type { Signer } from "../crypto/signing_key.ts";
import type { SigningAlgorithm } from "../domain/client_metadata.ts";
import type { Pause } from "../domain/time.ts";
import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import type { GuardedRequest } from "../outbound/guarded_request.ts";
import type { Ports } from "../store/ports.ts";
import type { UpstreamDocuments } from "./documents/upstream_documents.ts";

/** What a flow through an upstream may touch, opened for one tenant. */
export interface Broker extends Ports {
  /** The one way to an upstream's documents; never inside a unit. */
  readonly fetch: GuardedFetch;
  /** The one way to an upstream's endpoints; never inside a unit. */
  readonly request: GuardedRequest;
  /** Keys with which we prove to upstreams who we are, and keys that open what they encrypt to us. */
  readonly rpKeys: {
    readonly signer: (alg: SigningAlgorithm) => Promise<Signer>;
    readonly decrypters: () => Promise<readonly Decrypter[]>;
  };
  /** What this server holds of upstreams' documents. */
  readonly upstreamDocuments: UpstreamDocuments;
  /** Waits for what another server is at; never inside a unit. */
  readonly pause: Pause;
}
