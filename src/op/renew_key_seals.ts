import { listKeys, resealKey } from "../store/signing_keys.ts";
import { isPresentSeal, openBytes, opened, sealBytes, type TenantSealing } from "../store/tenant_seal.ts";
import { keyPlace } from "./key_ring.ts";

/** States in which the private part is needed, now or later. */
const needed: readonly string[] = ["announced", "active"];

/**
 * Seals the private parts of a tenant's keys anew that a former key sealed, in every role, so that a former secret can be
 * forgotten after one start with the present one. Throws where one that is needed does not open.
 */
export async function renewKeySeals(sealing: TenantSealing): Promise<void> {
  for (const { kid, state, private_key } of await listKeys(sealing.store)) {
    const place = keyPlace(kid);
    if (isPresentSeal(sealing, place, private_key)) continue;
    const plain = openBytes(sealing, place, private_key);
    if (needed.includes(state)) opened(plain, `The private part of key ${kid}`);
    if (plain) await resealKey(sealing.store, { kid, private_key }, sealBytes(sealing, place, plain));
  }
}
