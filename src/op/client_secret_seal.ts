import { allSealedSecrets, liveSealedSecrets, resealSecret } from "../store/client_secrets.ts";
import {
  openBytes,
  opened,
  type PlaceInTenant,
  renewedSeal,
  sealText,
  type TenantSealing,
} from "../store/tenant_seal.ts";
import type { Provider } from "./provider.ts";

const place = (id: string): PlaceInTenant => ["client_secret", "sealed", id];

const what = "A client's secret";

/** Seals a client's secret. @param id Of its row, to which it is bound. */
export const sealSecret = (sealing: TenantSealing, id: string, text: string): Uint8Array =>
  sealText(sealing, place(id), text);

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
  return rows.map(({ id, sealed }) => opened(openBytes({ store, sealKeys }, place(id), sealed), what));
}

/** Seals every client's secret anew that a former key sealed. */
export async function renewSeals(sealing: TenantSealing): Promise<void> {
  for (const row of await allSealedSecrets(sealing.store)) {
    const renewed = renewedSeal(sealing, place(row.id), { what, sealed: row.sealed });
    if (renewed) await resealSecret(sealing.store, row, renewed);
  }
}
