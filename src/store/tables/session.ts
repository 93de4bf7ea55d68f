import type { Stateful } from "./row.ts";

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
  /** When the person proved themselves; 0: nobody knows. */
  readonly auth_time: number;
  /** When they signed in here last. */
  readonly signed_in_at: number;
  /** The upstream by which they did; `-`: by a password. */
  readonly signed_in_by: string;
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

/** Where a session came from: at most one row for each upstream, of the latest sign-in with it. */
export interface SessionUpstreamTable {
  readonly tenant: string;
  readonly session_id: string;
  readonly upstream_id: string;
  readonly iss: string;
  readonly sub: string;
  /** What the upstream calls its own session; `-` where it says nothing of it. */
  readonly sid: string;
  /** Sealed: what shows the upstream whose session ended; null where that is never shown. */
  readonly id_token: Uint8Array | null;
}
