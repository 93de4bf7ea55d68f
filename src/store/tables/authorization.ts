import type { ClaimsRequest } from "../../domain/claims_request.ts";
import type { Handled, Stateful } from "./row.ts";

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
  /** The version of the client's record that the person saw. */
  readonly client_version: number;
  readonly scopes: readonly string[];
  /** Without language tags; those that the scopes release are not named again. */
  readonly claims: readonly string[];
  readonly created_at: number;
}

export interface GrantTable extends Stateful {
  readonly id: string;
  readonly account_id: string;
  readonly client_id: string;
  readonly consent_id: string;
  readonly managed: boolean;
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
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
  readonly claims: ClaimsRequest;
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
