import type { Generated } from "kysely";
import type { TenantPolicy } from "../domain/tenant_policy.ts";
import type { ClientMetadata } from "../domain/client_metadata.ts";
import type {
  AccountTable,
  AdminRoleTable,
  BrowserTable,
  PasswordTable,
  SessionClientTable,
  SessionTable,
} from "./account_schema.ts";

/** Columns of every machine's table. Only `transition.ts` writes `state`. */
export interface Stateful {
  readonly tenant: string;
  readonly state: string;
  readonly state_at: number;
}

/** A row found by the handle that its secret carries (digest) and the time bucket in that secret's text. */
interface Handled extends Stateful {
  readonly bucket: number;
  readonly digest: string;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface TenantTable {
  readonly id: string;
  readonly slug: string;
  readonly enabled: boolean;
  readonly policy: TenantPolicy;
  readonly pairwise_salt: Uint8Array;
  readonly created_at: number;
}

export interface SigningKeyTable extends Stateful {
  readonly kid: string;
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

export interface OneTimeLinkTable extends Handled {
  readonly purpose: string;
  readonly account_id: string;
}

export interface ThrottleTable {
  readonly tenant: string;
  readonly key: string;
  readonly level: number;
  readonly updated_at: number;
}

export interface ClientTable extends Stateful {
  readonly client_id: string;
  readonly metadata: ClientMetadata;
  readonly description: string;
  readonly require_pkce: boolean | null;
  readonly first_party: boolean;
  readonly access_token_format: string;
  readonly refresh_rotation: string;
  readonly session_refresh_tokens: boolean;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ClientSecretTable extends Stateful {
  readonly id: string;
  readonly client_id: string;
  readonly kind: string;
  readonly digest: string;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface InteractionTable extends Handled {
  readonly browser_digest: string;
  readonly client_id: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly session_id: string;
  readonly account_id: string;
  readonly auth_time_required: number;
  readonly acr_required: string;
  readonly consent_digest: string;
}

export interface ParkedRequestTable extends Handled {
  readonly parameters: Uint8Array;
}

export interface ConsentTable extends Stateful {
  readonly id: string;
  readonly account_id: string;
  readonly client_id: string;
  readonly scopes: readonly string[];
  readonly created_at: number;
}

export interface GrantTable extends Stateful {
  readonly id: string;
  readonly account_id: string;
  readonly client_id: string;
  readonly consent_id: string;
  readonly managed: boolean;
  readonly scopes: readonly string[];
  readonly created_at: number;
}

/** What a sign-in established, as codes and families carry it. */
interface Authenticated {
  readonly client_id: string;
  readonly account_id: string;
  readonly grant_id: string;
  readonly session_id: string;
  readonly sid: string;
  readonly proof_key: string;
  readonly scopes: readonly string[];
  readonly nonce: string | null;
  readonly auth_time: number;
  readonly acr: string;
  readonly amr: readonly string[];
}

export interface AuthorizationCodeTable extends Handled, Authenticated {
  readonly family_id: string;
  readonly redirect_uri: string;
  readonly code_challenge: string;
}

export interface TokenFamilyTable extends Stateful, Authenticated {
  readonly bucket: number;
  readonly id: string;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface RefreshTokenTable extends Handled {
  readonly client_id: string;
  readonly proof_key: string;
  readonly grant_id: string;
  readonly family_id: string;
  readonly predecessor_bucket: number;
  readonly predecessor_digest: string;
  readonly request_digest: string;
  readonly grace_until: number;
  readonly repeats: number;
  readonly answer: Uint8Array | null;
}

export interface AccessTokenTable extends Handled {
  readonly client_id: string;
  readonly account_id: string;
  readonly family_id: string;
  readonly proof_key: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
}

export interface RevokedJtiTable {
  readonly tenant: string;
  readonly bucket: number;
  readonly jti: string;
  readonly expires_at: number;
}

export interface RefusalTable {
  readonly tenant: string;
  readonly bucket: number;
  readonly reference: string;
  readonly at: number;
  readonly path: string;
  readonly client_id: string;
  readonly error: string;
  readonly why: string;
  readonly trace: unknown;
  readonly expires_at: number;
}

/** Every table and view, by name. */
export interface Database {
  readonly tenant: TenantTable;
  readonly signing_key: SigningKeyTable;
  readonly audit_event: AuditEventTable;
  readonly account: AccountTable;
  readonly password: PasswordTable;
  readonly admin_role: AdminRoleTable;
  readonly one_time_link: OneTimeLinkTable;
  readonly throttle: ThrottleTable;
  readonly client: ClientTable;
  readonly client_secret: ClientSecretTable;
  readonly browser: BrowserTable;
  readonly session: SessionTable;
  readonly session_client: SessionClientTable;
  readonly interaction: InteractionTable;
  readonly parked_request: ParkedRequestTable;
  readonly consent: ConsentTable;
  readonly grant: GrantTable;
  readonly authorization_code: AuthorizationCodeTable;
  readonly token_family: TokenFamilyTable;
  readonly refresh_token: RefreshTokenTable;
  readonly access_token: AccessTokenTable;
  readonly revoked_jti: RevokedJtiTable;
  readonly refusal: RefusalTable;
  readonly usable_family: TokenFamilyTable & { readonly session_expires_at: number };
}
