import type { Random } from "../crypto/random.ts";
import { open, type Place, seal } from "../crypto/seal.ts";
import {
  allSealedSecrets,
  liveSealedSecrets,
  resealSecret,
  type SealedSecret,
} from "../store/client_secrets.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import type { Provider } from "./provider.ts";

/** Keys that seal: the present one, which seals and opens, then former ones, which only open. */
export type SealKeys = readonly [Uint8Array, ...Uint8Array[]];

const place = ({ tenant }: TenantStore, id: string): Place => [tenant, "client_secret", "sealed", id];

/** Seals a client's secret. @param id Of its row, to which it is bound. */
export const sealSecret = (
  store: TenantStore,
  id: string,
  { text, sealKeys, random }: { readonly text: string; readonly sealKeys: SealKeys; readonly random: Random },
): Uint8Array => seal(sealKeys[0], place(store, id), new TextEncoder().encode(text), random);

function openSecret(
  store: TenantStore,
  keys: readonly Uint8Array[],
  { id, sealed }: SealedSecret,
): Uint8Array {
  const opened = open(keys, place(store, id), sealed);
  if (!opened) {
    throw new Error("A client's secret does not open: LATCHKEY_SECRET is not the one that sealed it");
  }
  return opened;
}

/**
 * The secrets with which a client may sign now, and from which symmetric keys are made, the current one first (OpenID
 * Connect Core section 10.1 and 10.2).
 *
 * @returns none where the client's secrets are digests.
 */
export async function clientSecretKeys(
  { store, clock, sealKeys }: Provider,
  client_id: string,
): Promise<readonly Uint8Array[]> {
  const rows = await liveSealedSecrets(store, client_id, clock());
  return rows.map((row) => openSecret(store, sealKeys, row));
}

/** Seals anew what a former key sealed, so that a former secret can be forgotten after one start with the present one. */
export async function renewSeals(
  store: TenantStore,
  { sealKeys, random }: { readonly sealKeys: SealKeys; readonly random: Random },
): Promise<void> {
  for (const row of await allSealedSecrets(store)) {
    if (open([sealKeys[0]], place(store, row.id), row.sealed)) continue;
    const text = new TextDecoder().decode(openSecret(store, sealKeys, row));
    await resealSecret(store, row, sealSecret(store, row.id, { text, sealKeys, random }));
  }
}
