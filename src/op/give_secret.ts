import { mintId } from "../crypto/random.ts";
import { mintSecret } from "../crypto/secret.ts";
import { secretStorage } from "../domain/client_metadata.ts";
import { secretExpiry } from "../domain/tenant_policy.ts";
import { type Instant, never } from "../domain/time.ts";
import { replaceSecret } from "../store/client_secrets.ts";
import type { ClientRow } from "../store/clients.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import { sealSecret } from "./client_secret_seal.ts";
import type { Provider } from "./provider.ts";

/** A new secret as it is shown, this once (RFC 7591 section 3.2.1). */
export interface ShownSecret {
  readonly client_secret: string;
  /** 0: it does not expire by itself. */
  readonly client_secret_expires_at: number;
}

/** When a secret expires, as it is shown (RFC 7591 section 3.2.1). */
export const shownExpiry = (expires_at: Instant): number => expires_at === never ? 0 : expires_at;

/**
 * Gives a client a new secret, stored and expiring as its record has it, in the caller's unit and with its row locked.
 *
 * @param when overlapUntil: until when the secret before goes on working.
 * @returns nothing where the client's method of authentication has no secret.
 */
export async function giveSecret(
  { tenant: { policy }, random, sealKeys }: Pick<Provider, "tenant" | "random" | "sealKeys">,
  store: TenantStore,
  row: ClientRow,
  { at, overlapUntil }: { readonly at: Instant; readonly overlapUntil: Instant },
): Promise<Partial<ShownSecret>> {
  const storage = secretStorage(row.metadata);
  if (!storage) return {};
  const id = mintId(random), expires_at = secretExpiry(row, policy, at);
  // It is found by its client, so its text carries the first time bucket.
  const secret = mintSecret(storage === "sealed" ? "sealed_client_secret" : "client_secret", 0, random);
  const text = secret.reveal();
  const sealed = storage === "sealed" ? sealSecret({ store, sealKeys, random }, id, text) : undefined;
  const made = { id, handle: secret.handle, sealed, overlapUntil, expires_at, at };
  await replaceSecret(store, row.client_id, made);
  return { client_secret: text, client_secret_expires_at: shownExpiry(expires_at) };
}
