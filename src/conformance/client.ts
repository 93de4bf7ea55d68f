import type { Variant } from "./variant.ts";

/** A client that requests are made for. */
export interface Client {
  readonly client_id: string;
  readonly client_secret: string | undefined;
  readonly redirect_uri: string;
  readonly token_endpoint_auth_method: Variant["client_auth_type"];
  /** What it is registered for; RS256 where nothing was said. */
  readonly id_token_signed_response_alg: string;
}
