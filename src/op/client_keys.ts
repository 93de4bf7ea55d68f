import { importClientKey } from "../crypto/client_key.ts";
import {
  type Client,
  type ClientEncryptionAlgorithm,
  clientEncryptionAlgorithms,
  clientSigningAlgorithms,
} from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { ClientKeyFault } from "../protocol/client/client_checks.ts";
import { type ClientJwk, readJwks } from "../protocol/client/client_jwks.ts";
import { encryptsBy, verifies } from "../protocol/client/client_key_fit.ts";
import { keysAt } from "./client_jwks.ts";
import type { Provider } from "./provider.ts";

/** A client's keys, wherever it keeps them. */
async function keysOf(
  provider: Provider,
  { client_id, metadata }: Client,
  suffices: (keys: readonly ClientJwk[]) => boolean,
): Promise<Result<readonly ClientJwk[], "no_keys" | "not_fetched">> {
  if (metadata.jwks !== undefined) {
    const read = readJwks(metadata.jwks);
    return read.ok ? read : err("no_keys");
  }
  if (metadata.jwks_uri === undefined) return err("no_keys");
  const keys = await keysAt(provider, client_id, { uri: metadata.jwks_uri, suffices });
  return keys ? ok(keys) : err("not_fetched");
}

/** Opens those of the keys that can be opened. */
async function imported(keys: readonly ClientJwk[], alg: string): Promise<readonly CryptoKey[]> {
  const opened = await Promise.all(keys.map((key) => importClientKey(key, alg)));
  return opened.filter((key) => key !== undefined);
}

/**
 * Finds the keys of a client that may have signed something; nothing in the JWS itself but `alg` and `kid` decides.
 * There is one, unless the client gives one kid to several. A kid that is not known has `jwks_uri` fetched again, at
 * most once a minute. Not to be called inside a unit.
 *
 * @param header Of the JWS, not verified yet.
 * @see OpenID Connect Core section 10.1, RFC 7515 section 6
 */
export async function verificationKeys(
  provider: Provider,
  client: Client,
  { alg, kid }: { readonly alg: string; readonly kid: string | undefined },
): Promise<Result<readonly CryptoKey[], ClientKeyFault>> {
  const algorithm = clientSigningAlgorithms.find((known) => known === alg);
  if (!algorithm) return err("algorithm");
  const fitting = (keys: readonly ClientJwk[]) =>
    keys.filter((key) => verifies(key, algorithm) && (kid === undefined || key.kid === kid));
  const keys = await keysOf(provider, client, (held) => fitting(held).length > 0);
  if (!keys.ok) return keys;
  const found = fitting(keys.value);
  if (found.length === 0) return err(kid === undefined ? "no_fitting_key" : "unknown_kid");
  if (kid === undefined && found.length > 1) return err("kid_needed");
  const opened = await imported(found, alg);
  return opened.length > 0 ? ok(opened) : err("no_fitting_key");
}

/** A public key of a client to encrypt to. */
export interface EncryptionKey {
  readonly kid: string | undefined;
  readonly alg: ClientEncryptionAlgorithm;
  readonly key: CryptoKey;
}

/**
 * Finds the key of a client to which something is encrypted: the first that says it is for encryption, else the first
 * that does not say what it is for. Not to be called inside a unit.
 *
 * @see OpenID Connect Core section 10.2
 */
export async function encryptionKey(
  provider: Provider,
  client: Client,
  alg: string,
): Promise<Result<EncryptionKey, ClientKeyFault>> {
  const algorithm = clientEncryptionAlgorithms.find((known) => known === alg);
  if (!algorithm) return err("algorithm");
  const fitting = (keys: readonly ClientJwk[]) => keys.filter((key) => encryptsBy(key, algorithm));
  const keys = await keysOf(provider, client, (held) => fitting(held).length > 0);
  if (!keys.ok) return keys;
  const found = fitting(keys.value);
  for (
    const jwk of [
      ...found.filter(({ use }) => use === "enc"),
      ...found.filter(({ use }) => use !== "enc"),
    ]
  ) {
    const [key] = await imported([jwk], alg);
    if (key) return ok({ kid: jwk.kid, alg: algorithm, key });
  }
  return err("no_fitting_key");
}
