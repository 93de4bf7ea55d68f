import { type PairwiseSubjects, pairwiseSubjects } from "../crypto/pairwise_subject.ts";
import { open, type Place, seal } from "../crypto/seal.ts";
import { findPairwiseSalt, replacePairwiseSalt } from "../store/tenants.ts";
import type { KeyPorts } from "./key_ring.ts";

/** Bytes of a salt. */
const saltLength = 32;

const place = (tenant: string): Place => [tenant, "tenant", "pairwise_salt"];

/** A new tenant's salt, sealed. Nothing of it comes from LATCHKEY_SECRET: people stay who they are when that is changed. */
export const newPairwiseSalt = ({ store, derive, random }: KeyPorts): Uint8Array =>
  seal(derive[0]!("seal"), place(store.tenant), random(saltLength), random);

/** The salt itself. One that an earlier version of the program stored is not sealed. */
function openSalt({ store, derive }: KeyPorts, stored: Uint8Array): Uint8Array {
  if (stored.length === saltLength) return stored;
  const salt = open(derive.map((keys) => keys("seal")), place(store.tenant), stored);
  if (!salt) {
    throw new Error("The pairwise salt does not open: LATCHKEY_SECRET is not the one that sealed it");
  }
  return salt;
}

/**
 * Opens a tenant's pairwise subject identifiers. The salt never changes; what seals it is renewed here, so that a former
 * secret can be forgotten after one start with the present one.
 */
export async function openPairwise(ports: KeyPorts): Promise<PairwiseSubjects> {
  const { store, derive, random } = ports;
  const stored = await findPairwiseSalt(store.db, store.tenant);
  const salt = openSalt(ports, stored), present = derive[0]!("seal");
  if (!open([present], place(store.tenant), stored)) {
    await replacePairwiseSalt(store.db, store.tenant, {
      from: stored,
      to: seal(present, place(store.tenant), salt, random),
    });
  }
  return pairwiseSubjects(salt);
}
