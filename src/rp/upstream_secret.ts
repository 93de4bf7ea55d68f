import type { Random } from "../crypto/random.ts";
import { open, type Place, seal } from "../crypto/seal.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import { resealUpstreamSecret, sealedUpstreamSecrets } from "../store/upstreams.ts";
import type { Broker } from "./broker.ts";

type SealKeys = Broker["sealKeys"];

const place = ({ tenant }: TenantStore, id: string): Place => [tenant, "upstream", "client_secret", id];

/** Seals the secret that an upstream gave us. @param id Of its row, to which it is bound. */
export const sealUpstreamSecret = (
  store: TenantStore,
  id: string,
  { text, sealKeys, random }: { readonly text: string; readonly sealKeys: SealKeys; readonly random: Random },
): Uint8Array => seal(sealKeys[0], place(store, id), new TextEncoder().encode(text), random);

/** Opens it again. */
export function openUpstreamSecret(
  { store, sealKeys }: Pick<Broker, "store" | "sealKeys">,
  { id, client_secret }: { readonly id: string; readonly client_secret: Uint8Array },
): string {
  const opened = open(sealKeys, place(store, id), client_secret);
  if (!opened) {
    throw new Error("An upstream's secret does not open: LATCHKEY_SECRET is not the one that sealed it");
  }
  return new TextDecoder().decode(opened);
}

/** Seals anew what a former key sealed, so that a former secret can be forgotten after one start with the present one. */
export async function renewUpstreamSeals(
  store: TenantStore,
  { sealKeys, random }: { readonly sealKeys: SealKeys; readonly random: Random },
): Promise<void> {
  for (const row of await sealedUpstreamSecrets(store)) {
    if (open([sealKeys[0]], place(store, row.id), row.client_secret)) continue;
    const text = openUpstreamSecret({ store, sealKeys }, row);
    await resealUpstreamSecret(store, row, sealUpstreamSecret(store, row.id, { text, sealKeys, random }));
  }
}
