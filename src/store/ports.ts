import type { DerivedKeys } from "../crypto/derived_key.ts";
import type { PairwiseSubjects } from "../crypto/pairwise_subject.ts";
import type { Random } from "../crypto/random.ts";
import type { Tenant } from "../domain/tenant.ts";
import type { Clock } from "../domain/time.ts";
import type { SealKeys } from "./tenant_seal.ts";
import type { TenantStore } from "./tenant_store.ts";

/** What a flow may touch, opened for one tenant. */
export interface Ports {
  readonly tenant: Tenant;
  readonly store: TenantStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly derive: DerivedKeys;
  readonly sealKeys: SealKeys;
  readonly pairwise: PairwiseSubjects;
}
