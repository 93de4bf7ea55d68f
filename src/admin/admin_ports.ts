import type { PasswordHasher } from "../crypto/password_hash.ts";
import type { KeyPorts } from "../op/key_ring.ts";
import type { Ports } from "../store/ports.ts";

/** What the admin API may touch, opened for one tenant. */
export interface AdminPorts extends Ports {
  readonly keyPorts: KeyPorts;
  readonly passwords: PasswordHasher;
}
