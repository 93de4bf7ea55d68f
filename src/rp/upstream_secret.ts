import type { Random } from "../crypto/random.ts";
import { open, type Place, seal } from "../crypto/seal.ts";
import type { TenantStore } from "../store/tenant_store.ts";
import {
  resealUpstreamValue,
  type SealedColumn,
  sealedColumns,
  type SealedUpstreamValue,
  sealedUpstreamValues,
} from "../store/sealed_upstream_values.ts";
import type { Broker } from "./broker.ts";

type SealKeys = Broker["sealKeys"];

type Opening = Pick<Broker, "store" | "sealKeys">;

const place = ({ tenant }: TenantStore, column: SealedColumn, id: string): Place => [
  tenant,
  "upstream",
  column,
  id,
];

function opened({ store, sealKeys }: Opening, column: SealedColumn, { id, sealed }: SealedUpstreamValue) {
  const found = open(sealKeys, place(store, column, id), sealed);
  if (found) return found;
  throw new Error("An upstream's secret does not open: LATCHKEY_SECRET is not the one that sealed it");
}

/** Seals the secret that an upstream gave us. @param id Of its row, to which it is bound. */
export const sealUpstreamSecret = (
  store: TenantStore,
  id: string,
  { text, sealKeys, random }: { readonly text: string; readonly sealKeys: SealKeys; readonly random: Random },
): Uint8Array => seal(sealKeys[0], place(store, "client_secret", id), new TextEncoder().encode(text), random);

/** Opens it again. */
export const openUpstreamSecret = (
  ports: Opening,
  { id, client_secret }: { readonly id: string; readonly client_secret: Uint8Array },
): string => new TextDecoder().decode(opened(ports, "client_secret", { id, sealed: client_secret }));

/** Seals the private key that we sign requests to an upstream with. @param id Of its row, to which it is bound. */
export const sealSigningKey = (
  store: TenantStore,
  id: string,
  { privateKey, sealKeys, random }: {
    readonly privateKey: Uint8Array;
    readonly sealKeys: SealKeys;
    readonly random: Random;
  },
): Uint8Array => seal(sealKeys[0], place(store, "signing_key", id), privateKey, random);

/** Opens it again. */
export const openSigningKey = (
  ports: Opening,
  { id, signing_key }: { readonly id: string; readonly signing_key: Uint8Array },
): Uint8Array => opened(ports, "signing_key", { id, sealed: signing_key });

/** Seals anew what a former key sealed, so that a former secret can be forgotten after one start with the present one. */
export async function renewUpstreamSeals(
  store: TenantStore,
  { sealKeys, random }: { readonly sealKeys: SealKeys; readonly random: Random },
): Promise<void> {
  for (const column of sealedColumns) {
    for (const value of await sealedUpstreamValues(store, column)) {
      const where = place(store, column, value.id);
      if (open([sealKeys[0]], where, value.sealed)) continue;
      const plain = opened({ store, sealKeys }, column, value);
      await resealUpstreamValue(store, column, {
        ...value,
        renewed: seal(sealKeys[0], where, plain, random),
      });
    }
  }
}
