import { encryptTo } from "../crypto/jwe.ts";
import {
  type Client,
  type ClientEncryptionAlgorithm,
  type ContentEncryptionAlgorithm,
  defaultContentEncryption,
} from "../domain/client_metadata.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { refetchAfter } from "../outbound/kept_document.ts";
import type { ClientKeyFault } from "../protocol/client/client_checks.ts";
import type { OAuthError } from "../protocol/oauth_error.ts";
import { encryptionKey } from "./client_keys.ts";
import type { Provider } from "./provider.ts";

/** What the client's developer is told: nothing was spent, and what was asked for can be asked for again. */
function refused(alg: string, fault: ClientKeyFault): OAuthError {
  const why = `response_encryption.${fault}`;
  if (fault === "not_fetched") {
    const description =
      "The keys at the client's jwks_uri could not be fetched, so nothing can be encrypted to it";
    return { code: "temporarily_unavailable", why, description, retryAfter: refetchAfter };
  }
  const description = `The client asks for encryption by ${alg} and has no key for it in its key set`;
  return { code: "server_error", why, description };
}

/**
 * Encrypts what is answered to a client, with the key that it has for the algorithm that it registered.
 *
 * The key may be far away: never to be called inside a unit, and before anything is moved, so that a key that cannot
 * be had costs the client no code and no refresh token.
 *
 * @param text A JWT where `nested`, else claims as JSON.
 * @returns err `temporarily_unavailable`: its keys cannot be fetched just now; `server_error`: it has none that fits.
 * @see OpenID Connect Core section 10.2
 */
export async function encryptResponse(
  provider: Provider,
  client: Client,
  { alg, enc = defaultContentEncryption, text, nested }: {
    readonly alg: ClientEncryptionAlgorithm;
    readonly enc: ContentEncryptionAlgorithm | undefined;
    readonly text: string;
    readonly nested: boolean;
  },
): Promise<Result<string, OAuthError>> {
  const found = await encryptionKey(provider, client, alg);
  if (!found.ok) return err(refused(alg, found.error));
  const { key, kid } = found.value;
  return ok(await encryptTo({ key, kid, alg, enc }, text, nested ? "JWT" : undefined));
}
