import type { Ports } from "../store/ports.ts";
import type { KeyRing } from "./key_ring.ts";

/** What a flow of the OpenID Provider may touch, opened for one tenant. */
export interface Provider extends Ports {
  readonly keys: KeyRing;
}
