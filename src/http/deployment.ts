import type { ServerSetting } from "../admin/admin_ports.ts";
import type { DerivedKeys } from "../crypto/derived_key.ts";
import type { PasswordHasher } from "../crypto/password_hash.ts";
import type { Random } from "../crypto/random.ts";
import type { FetchRules } from "../domain/fetch_target.ts";
import type { Clock, Pause } from "../domain/time.ts";
import type { SealKeys } from "../store/tenant_seal.ts";
import type { Provider } from "../op/provider.ts";
import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import type { GuardedPost } from "../outbound/guarded_post.ts";
import type { GuardedRequest } from "../outbound/guarded_request.ts";
import type { UpstreamDocuments } from "../rp/documents/upstream_documents.ts";
import type { Db } from "../store/transition.ts";
import type { Log } from "./log.ts";

/** What a server holds of one tenant while it runs. */
export type Holdings = Pick<
  Provider,
  "keys" | "rpKeys" | "pairwise" | "clientKeys" | "requestObjects" | "heldLogo" | "fullCounts"
>;

/** One running server: what every request of it stands on. Its own holdings are the default tenant's. */
export interface Deployment extends Holdings {
  /** The issuer of the default tenant, exactly as configured. */
  readonly issuer: string;
  /** The issuer's host is loopback: aids for developers exist. */
  readonly development: boolean;
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  /** Keys derived from the present secret, then from the previous one, which may only open. */
  readonly derive: readonly [DerivedKeys, ...DerivedKeys[]];
  /** The one way to an address that somebody else names. */
  readonly fetch: GuardedFetch;
  readonly fetchRules: FetchRules;
  readonly post: GuardedPost;
  /** What is held of a tenant, by its id; opened once. */
  readonly holdings: (tenant: string) => Promise<Holdings>;
  /** The one way to an endpoint that an upstream names. */
  readonly request: GuardedRequest;
  /** What this server holds of upstreams' documents. */
  readonly upstreamDocuments: UpstreamDocuments;
  readonly pause: Pause;
  readonly sealKeys: SealKeys;
  readonly passwords: PasswordHasher;
  /** The bootstrap bearer of the admin API. */
  readonly adminToken: string;
  readonly trustedProxies: readonly string[];
  readonly server: ServerSetting;
  readonly log: Log;
  /** Whether the database answers and has every migration. */
  readonly ready: () => Promise<boolean>;
}
