import type { ClientMetadata } from "../../domain/client_metadata.ts";
import type { ClientOrigin } from "../../domain/client_origin.ts";
import type { ClientSettings } from "../../domain/client_settings.ts";
import type { Stateful } from "./row.ts";

export interface ClientTable extends Stateful, ClientSettings {
  readonly client_id: string;
  readonly origin: ClientOrigin;
  /** When it lapses unless it is used before. */
  readonly expires_at: number;
  /** The version of its registration access token; 0: it has none. */
  readonly registration_version: number;
  /** What it was registered with, as it was sent (RFC 7591 section 2.3). */
  readonly software_statement: string | null;
  readonly metadata: ClientMetadata;
  readonly description: string;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ClientSecretTable extends Stateful {
  readonly id: string;
  readonly client_id: string;
  readonly kind: string;
  readonly digest: string;
  /** Of the kind that can be opened. */
  readonly sealed: Uint8Array | null;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface InitialAccessTokenTable extends Stateful {
  readonly id: string;
  readonly digest: string;
  readonly description: string;
  readonly uses_left: number;
  readonly expires_at: number;
  readonly created_at: number;
}

export interface ClientLogoTable {
  readonly tenant: string;
  readonly client_id: string;
  readonly uri: string;
  readonly type: string;
  readonly body: Uint8Array;
  readonly expires_at: number;
}

export interface ClientFetchTable {
  readonly tenant: string;
  readonly client_id: string;
  readonly fresh_until: number;
}

/** A `jti` that was used, so that it is not used again. */
export interface SpentJtiTable {
  readonly tenant: string;
  readonly bucket: number;
  readonly kind: string;
  readonly holder: string;
  readonly digest: string;
  readonly expires_at: number;
}
