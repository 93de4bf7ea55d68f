import {
  resealUpstreamValue,
  type SealedColumn,
  sealedColumns,
  sealedUpstreamValues,
} from "../../store/sealed_upstream_values.ts";
import {
  openBytes,
  opened,
  openText,
  type PlaceInTenant,
  renewedSeal,
  sealBytes,
  sealText,
  type TenantOpening,
  type TenantSealing,
} from "../../store/tenant_seal.ts";

const place = (column: SealedColumn, id: string): PlaceInTenant => ["upstream", column, id];

const what = "An upstream's secret";

/** Seals the secret that an upstream gave us. @param id Of its row, to which it is bound. */
export const sealUpstreamSecret = (sealing: TenantSealing, id: string, text: string): Uint8Array =>
  sealText(sealing, place("client_secret", id), text);

/** Opens it again. */
export const openUpstreamSecret = (
  opening: TenantOpening,
  { id, client_secret }: { readonly id: string; readonly client_secret: Uint8Array },
): string => opened(openText(opening, place("client_secret", id), client_secret), what);

/** Seals the private key that we sign requests to an upstream with. @param id Of its row, to which it is bound. */
export const sealSigningKey = (sealing: TenantSealing, id: string, privateKey: Uint8Array): Uint8Array =>
  sealBytes(sealing, place("signing_key", id), privateKey);

/** Opens it again. */
export const openSigningKey = (
  opening: TenantOpening,
  { id, signing_key }: { readonly id: string; readonly signing_key: Uint8Array },
): Uint8Array => opened(openBytes(opening, place("signing_key", id), signing_key), what);

/** Seals every secret and key of an upstream anew that a former key sealed. */
export async function renewUpstreamSeals(sealing: TenantSealing): Promise<void> {
  for (const column of sealedColumns) {
    for (const value of await sealedUpstreamValues(sealing.store, column)) {
      const renewed = renewedSeal(sealing, place(column, value.id), { what, sealed: value.sealed });
      if (renewed) await resealUpstreamValue(sealing.store, column, { ...value, renewed });
    }
  }
}
