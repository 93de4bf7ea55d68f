import type { FetchRules } from "../domain/fetch_target.ts";
import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import type { GuardedPost } from "../outbound/guarded_post.ts";
import type { KeptJwks } from "../outbound/kept_jwks.ts";
import type { FullCounts } from "../store/full_counts.ts";
import type { Ports } from "../store/ports.ts";
import type { KeyRing } from "./key_ring.ts";
import type { RequestObjectCache } from "./request_uri.ts";
import type { HeldLogo } from "./tenant_logo.ts";

/** What a flow of the OpenID Provider may touch, opened for one tenant. */
export interface Provider extends Ports {
  readonly keys: KeyRing;
  /** The keys that we have as a relying party of upstreams. */
  readonly rpKeys: KeyRing;
  /** The one way to an address that a client names; never inside a unit. */
  readonly fetch: GuardedFetch;
  /** The one way to tell something to an address that a client names; never inside a unit. */
  readonly post: GuardedPost;
  /** By which such an address is judged before anything is fetched. */
  readonly fetchRules: FetchRules;
  /** What this server holds of the keys that clients keep elsewhere. */
  readonly clientKeys: KeptJwks;
  /** The request objects that this server fetched and may use again. */
  readonly requestObjects: RequestObjectCache;
  /** What this server holds of the tenant's own logo. */
  readonly heldLogo: HeldLogo;
  /** The counts of attempts that this server knows to be full. */
  readonly fullCounts: FullCounts;
}
