import type { Random } from "../crypto/random.ts";
import { open, seal } from "../crypto/seal.ts";
import type { TenantStore } from "./tenant_store.ts";

/** Keys that seal: the present one, which seals and opens, then former ones, which only open. */
export type SealKeys = readonly [Uint8Array, ...Uint8Array[]];

/** What opening takes. A value opens for the tenant alone for which it was sealed. */
export interface TenantOpening {
  readonly store: TenantStore;
  readonly sealKeys: SealKeys;
}

/** What sealing takes. */
export interface TenantSealing extends TenantOpening {
  readonly random: Random;
}

/** Where a value stands within its tenant: a table, a column and the key of the row, or what it is kept in instead. */
export type PlaceInTenant = readonly string[];

/** Seals bytes by the present key, bound to the tenant and the place. */
export const sealBytes = (
  { store, sealKeys, random }: TenantSealing,
  place: PlaceInTenant,
  plain: Uint8Array,
): Uint8Array => seal(sealKeys[0], [store.tenant, ...place], plain, random);

/** Opens them again. @returns undefined where no key fits, the place differs, or a byte was changed. */
export const openBytes = (
  { store, sealKeys }: TenantOpening,
  place: PlaceInTenant,
  sealed: Uint8Array,
): Uint8Array | undefined => open(sealKeys, [store.tenant, ...place], sealed);

/** Seals a text, as {@link sealBytes} does. */
export const sealText = (sealing: TenantSealing, place: PlaceInTenant, text: string): Uint8Array =>
  sealBytes(sealing, place, new TextEncoder().encode(text));

/** Opens it again. @returns undefined where {@link openBytes} does not open it. */
export function openText(
  opening: TenantOpening,
  place: PlaceInTenant,
  sealed: Uint8Array,
): string | undefined {
  const plain = openBytes(opening, place, sealed);
  return plain && new TextDecoder().decode(plain);
}

/** Seals a value that JSON can carry, as {@link sealBytes} does. */
export const sealJson = (sealing: TenantSealing, place: PlaceInTenant, value: object): Uint8Array =>
  sealText(sealing, place, JSON.stringify(value));

/** Opens it again, as what it was sealed as. @returns undefined where {@link openBytes} does not open it. */
export function openJson<Value extends object>(
  opening: TenantOpening,
  place: PlaceInTenant,
  sealed: Uint8Array,
): Value | undefined {
  const text = openText(opening, place, sealed);
  return text === undefined ? undefined : JSON.parse(text);
}

/**
 * What has to open, because we keep it ourselves: where it does not, the operator set another secret.
 *
 * @param what Begins the sentence that tells them so.
 */
export function opened<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new Error(
    `${what} does not open: LATCHKEY_SECRET is not the one that sealed it; set that one as LATCHKEY_SECRET_PREVIOUS`,
  );
}

/** Whether the present key sealed it. */
export const isPresentSeal = (opening: TenantOpening, place: PlaceInTenant, sealed: Uint8Array): boolean =>
  openBytes({ ...opening, sealKeys: [opening.sealKeys[0]] }, place, sealed) !== undefined;

/**
 * Seals anew what a former key sealed, so that a former secret can be forgotten after one start with the present one.
 *
 * @returns undefined where the present key sealed it.
 */
export function renewedSeal(
  sealing: TenantSealing,
  place: PlaceInTenant,
  { what, sealed }: { readonly what: string; readonly sealed: Uint8Array },
): Uint8Array | undefined {
  return isPresentSeal(sealing, place, sealed)
    ? undefined
    : sealBytes(sealing, place, opened(openBytes(sealing, place, sealed), what));
}
