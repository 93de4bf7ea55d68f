import type { PasswordHasher } from "../crypto/password_hash.ts";
import type { KeyPorts } from "../op/key_ring.ts";
import type { Provider } from "../op/provider.ts";
import type { Broker } from "../rp/broker.ts";

/** What the admin API may touch, opened for one tenant. */
export interface AdminPorts extends Provider, Pick<Broker, "request" | "upstreamDocuments" | "pause"> {
  readonly keyPorts: KeyPorts;
  readonly passwords: PasswordHasher;
  readonly server: ServerSetting;
  readonly arrived: Arrival;
}

/** What the process knows of its own setting. */
export interface ServerSetting {
  /** A former secret is configured too. */
  readonly previousSecret: boolean;
  /** Free bytes where the data directory is; undefined where the data is elsewhere. */
  readonly freeBytes: () => Promise<number | undefined>;
}

/** How a request arrived, behind whatever proxies. */
export interface Arrival {
  /** Scheme, host and port as the server saw them. */
  readonly address: string;
  /** The address that the connection came from. */
  readonly peer: string;
  /** The address that the server takes for the client's. */
  readonly client: string;
  /** Headers that proxies write, by name. */
  readonly headers: Readonly<Record<string, string>>;
}
