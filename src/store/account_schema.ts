// The tables of people, and of where they are signed in.
import type { StandardClaims } from "../domain/claims.ts";
import type { Stateful } from "./schema.ts";

export interface AccountTable extends Stateful {
  readonly id: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly claims: StandardClaims;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface PasswordTable {
  readonly tenant: string;
  readonly account_id: string;
  readonly hash: string;
  readonly changed_at: number;
}

export interface AdminRoleTable {
  readonly tenant: string;
  readonly account_id: string;
  readonly created_at: number;
}

export interface BrowserTable extends Stateful {
  readonly id: string;
  readonly digest: string;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface SessionTable extends Stateful {
  readonly id: string;
  readonly browser_id: string;
  readonly account_id: string;
  readonly auth_time: number;
  readonly acr: string;
  readonly amr: readonly string[];
  readonly idle_expires_at: number;
  readonly expires_at: number;
  readonly end_reason: string;
  readonly created_at: number;
}

export interface SessionClientTable {
  readonly tenant: string;
  readonly session_id: string;
  readonly client_id: string;
  readonly sid: string;
}
