import { mintId, type Random } from "../crypto/random.ts";
import { mintSecret } from "../crypto/secret.ts";
import type { Instant } from "../domain/time.ts";
import { replaceSecret } from "../store/client_secrets.ts";
import type { TenantStore } from "../store/tenant_store.ts";

/** A new secret as it is shown, this once (RFC 7591 section 3.2.1). */
export interface ShownSecret {
  readonly client_secret: string;
  /** 0: it does not expire by itself. */
  readonly client_secret_expires_at: 0;
}

/**
 * Gives a client a new secret, in the caller's unit and with the client's row locked.
 *
 * @param how overlapUntil: until when the secret before goes on working.
 */
export async function giveSecret(
  store: TenantStore,
  client_id: string,
  { random, at, overlapUntil }: {
    readonly random: Random;
    readonly at: Instant;
    readonly overlapUntil: Instant;
  },
): Promise<ShownSecret> {
  // It never expires by itself and is found by its client, so its text carries the first time bucket.
  const secret = mintSecret("client_secret", 0, random);
  await replaceSecret(store, client_id, { id: mintId(random), handle: secret.handle, overlapUntil, at });
  return { client_secret: secret.reveal(), client_secret_expires_at: 0 };
}
