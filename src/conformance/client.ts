import type { CryptoKey, JWK } from "jose";
import type { Variant } from "./variant.ts";

/** A key pair of a client. */
export interface ClientKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  /** The public half as it is published. */
  readonly jwk: JWK;
}

/** A client that requests are made for. */
export interface Client {
  readonly client_id: string;
  readonly client_secret: string | undefined;
  readonly redirect_uri: string;
  readonly token_endpoint_auth_method: Variant["client_auth_type"];
  /** undefined: it has none, and signs nothing. */
  readonly key: ClientKey | undefined;
  /** What it is registered for; RS256 where nothing was said. */
  readonly id_token_signed_response_alg: string;
  /** undefined: userinfo comes as JSON. */
  readonly userinfo_signed_response_alg: string | undefined;
}
