import { mintId, type Random } from "../crypto/random.ts";
import { mintSecret } from "../crypto/secret.ts";
import { type Instant, never } from "../domain/time.ts";
import { replaceSecret } from "../store/client_secrets.ts";
import type { TenantStore } from "../store/tenant_store.ts";

/** A new secret as it is shown, this once (RFC 7591 section 3.2.1). */
export interface ShownSecret {
  readonly client_secret: string;
  /** 0: it does not expire by itself. */
  readonly client_secret_expires_at: number;
}

/** When a secret expires, as it is shown (RFC 7591 section 3.2.1). */
export const shownExpiry = (expires_at: Instant): number => expires_at === never ? 0 : expires_at;

/**
 * Gives a client a new secret, in the caller's unit and with the client's row locked.
 *
 * @param how overlapUntil: until when the secret before goes on working; expires_at: until when the new one works.
 */
export async function giveSecret(
  store: TenantStore,
  client_id: string,
  { random, at, overlapUntil, expires_at = never }: {
    readonly random: Random;
    readonly at: Instant;
    readonly overlapUntil: Instant;
    readonly expires_at?: Instant;
  },
): Promise<ShownSecret> {
  // It is found by its client, so its text carries the first time bucket.
  const secret = mintSecret("client_secret", 0, random);
  const row = { id: mintId(random), handle: secret.handle, overlapUntil, expires_at, at };
  await replaceSecret(store, client_id, row);
  return { client_secret: secret.reveal(), client_secret_expires_at: shownExpiry(expires_at) };
}
