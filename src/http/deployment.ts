import type { ServerSetting } from "../admin/admin_ports.ts";
import type { DerivedKeys } from "../crypto/derived_key.ts";
import type { PairwiseSubjects } from "../crypto/pairwise_subject.ts";
import type { PasswordHasher } from "../crypto/password_hash.ts";
import type { Random } from "../crypto/random.ts";
import type { FetchRules } from "../domain/fetch_target.ts";
import type { Clock } from "../domain/time.ts";
import type { ClientKeyCache } from "../op/client_key_cache.ts";
import type { SealKeys } from "../op/client_secret_seal.ts";
import type { RequestObjectCache } from "../op/request_uri.ts";
import type { KeyRing } from "../op/key_ring.ts";
import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import type { GuardedPost } from "../outbound/guarded_post.ts";
import type { Db } from "../store/transition.ts";
import type { Log } from "./log.ts";

/** One running server: what every request of it stands on. */
export interface Deployment {
  /** The issuer of the default tenant, exactly as configured. */
  readonly issuer: string;
  /** The issuer's host is loopback: aids for developers exist. */
  readonly development: boolean;
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  /** Keys derived from the present secret, then from the previous one, which may only open. */
  readonly derive: readonly [DerivedKeys, ...DerivedKeys[]];
  readonly keys: KeyRing;
  /** The one way to an address that somebody else names. */
  readonly fetch: GuardedFetch;
  readonly fetchRules: FetchRules;
  readonly post: GuardedPost;
  readonly pairwise: PairwiseSubjects;
  readonly clientKeys: ClientKeyCache;
  /** The request objects that this server fetched and may use again. */
  readonly requestObjects: RequestObjectCache;
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
