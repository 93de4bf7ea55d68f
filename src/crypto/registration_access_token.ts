import { Buffer } from "node:buffer";
import { day } from "../domain/time.ts";
import { mac } from "./derived_key.ts";
import { equalInConstantTime } from "./digest.ts";
import { mintSecret, parseSecret, type Secret } from "./secret.ts";

/** What a registration access token is made from. */
export interface RegistrationAccess {
  readonly tenant: string;
  readonly client_id: string;
  /** From 1 on; a higher one makes a token that ends the ones before. */
  readonly version: number;
}

/**
 * The token with which a client looks after its own registration (RFC 7592 section 3). It is computed, so that nothing
 * about it is stored but its version, which stands in its text where other secrets have their time bucket.
 *
 * @param key The derived key of this use.
 */
export function registrationAccessToken(
  key: Uint8Array,
  { tenant, client_id, version }: RegistrationAccess,
): Secret<"registration_access_token"> {
  const digest = Buffer.from(mac(key, tenant, client_id, String(version)), "base64url");
  return mintSecret("registration_access_token", version * day, () => Uint8Array.from(digest));
}

/**
 * Whether a text is a client's registration access token.
 *
 * @param keys The present key of this use, then former ones.
 */
export const isRegistrationAccessToken = (
  text: string,
  keys: readonly Uint8Array[],
  access: RegistrationAccess,
): boolean =>
  parseSecret("registration_access_token", text)?.bucket === access.version &&
  keys.some((key) => equalInConstantTime(registrationAccessToken(key, access).reveal(), text));
