import type { Attributes } from "../../domain/attributes.ts";
import type { ClaimSources } from "../../domain/claim_source.ts";
import type { StandardClaims } from "../../domain/claims.ts";
import type { Handled, Stateful } from "./row.ts";

export interface AccountTable extends Stateful {
  readonly id: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly claims: StandardClaims;
  readonly attributes: Attributes;
  readonly claim_sources: ClaimSources;
  readonly groups: readonly string[];
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
