import type { Generated } from "kysely";
import type { KeyRole } from "../../domain/provider_key.ts";
import type { TenantPolicy } from "../../domain/tenant_policy.ts";
import type { Stateful } from "./row.ts";

/** Its `tenant` is its own id, so that its moves are recorded as everybody's are. */
export interface TenantTable extends Stateful {
  readonly id: string;
  /** Empty for the default tenant. */
  readonly slug: string;
  /** The host name that it has for itself; null: its issuer is a path of the server's. */
  readonly host: string | null;
  readonly policy: TenantPolicy;
  readonly pairwise_salt: Uint8Array;
  readonly created_at: number;
}

export interface SigningKeyTable extends Stateful {
  readonly kid: string;
  readonly role: KeyRole;
  readonly use: string;
  readonly alg: string;
  readonly public_jwk: Readonly<Record<string, unknown>>;
  readonly private_key: Uint8Array;
  readonly published_at: number;
  readonly last_expires_at: number;
  readonly created_at: number;
}

export interface AuditEventTable {
  readonly tenant: string;
  readonly bucket: number;
  readonly id: Generated<number>;
  readonly at: number;
  readonly machine: string;
  readonly event: string;
  readonly row_key: string;
  readonly state: string;
  readonly trail: Readonly<Record<string, unknown>>;
}
