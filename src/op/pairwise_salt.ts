import { type PairwiseSubjects, pairwiseSubjects } from "../crypto/pairwise_subject.ts";
import {
  isPresentSeal,
  openBytes,
  opened,
  type PlaceInTenant,
  sealBytes,
  type TenantOpening,
  type TenantSealing,
} from "../store/tenant_seal.ts";
import { findPairwiseSalt, replacePairwiseSalt } from "../store/tenants.ts";

/** Bytes of a salt. */
const saltLength = 32;

const place: PlaceInTenant = ["tenant", "pairwise_salt"];

/** A new tenant's salt, sealed. Nothing of it comes from LATCHKEY_SECRET: people stay who they are when that is changed. */
export const newPairwiseSalt = (sealing: TenantSealing): Uint8Array =>
  sealBytes(sealing, place, sealing.random(saltLength));

/** The salt itself. One that an earlier version of the program stored is not sealed. */
const openSalt = (opening: TenantOpening, stored: Uint8Array): Uint8Array =>
  stored.length === saltLength ? stored : opened(openBytes(opening, place, stored), "The pairwise salt");

/**
 * Opens a tenant's pairwise subject identifiers. The salt never changes; what seals it is renewed here, so that a former
 * secret can be forgotten after one start with the present one.
 */
export async function openPairwise(sealing: TenantSealing): Promise<PairwiseSubjects> {
  const { store: { db, tenant } } = sealing, from = await findPairwiseSalt(db, tenant);
  const salt = openSalt(sealing, from);
  if (!isPresentSeal(sealing, place, from)) {
    await replacePairwiseSalt(db, tenant, { from, to: sealBytes(sealing, place, salt) });
  }
  return pairwiseSubjects(salt);
}
