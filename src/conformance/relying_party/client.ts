import type { ConfiguredRelyingParty } from "../config.ts";
import type { Variant } from "../variant.ts";

/** What a provider knows of the relying party. */
export interface RegisteredParty
  extends Pick<ConfiguredRelyingParty, "client_id" | "client_secret" | "redirect_uri"> {
  readonly token_endpoint_auth_method: Variant["client_auth_type"];
}
