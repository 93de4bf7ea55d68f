import { generateKey } from "../crypto/signing_key.ts";
import { type KeyAlgorithm, keyAlgorithms } from "../domain/provider_key.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lifetimes } from "../domain/tenant_policy.ts";
import type { Instant, Seconds } from "../domain/time.ts";
import {
  activateKey,
  announceKey,
  compromiseKey,
  finishKey,
  listKeys,
  type NewKey,
  retireKey,
  type SigningKeyRow,
} from "../store/signing_keys.ts";
import { sealBytes } from "../store/tenant_seal.ts";
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { lockPolicy } from "../store/tenants.ts";
import { jwksMaxAge, keyPlace, type KeyPorts } from "./key_ring.ts";

async function makeKey(
  { generate = generateKey, role = "op", ...sealing }: KeyPorts,
  alg: KeyAlgorithm,
) {
  const pair = await generate(alg);
  const private_key = sealBytes(sealing, keyPlace(pair.kid), pair.privateKey);
  return { kid: pair.kid, role, alg, publicJwk: pair.publicJwk, private_key };
}

/**
 * Changes keys of a tenant, one unit at a time: what it reads of them still holds when it writes. Else a key that is
 * revoked just while it takes over could leave none that signs.
 */
const changeKeys = <T>(ports: KeyPorts, change: (store: TenantStore) => Promise<T>): Promise<T> =>
  inUnit(ports.store, async (store) => {
    await lockPolicy(store.db, store.tenant);
    return await change(store);
  });

const ofRole = ({ role = "op" }: Pick<KeyPorts, "role">) => (key: Pick<SigningKeyRow, "role">) =>
  key.role === role;

/** Nothing that a key signed outlives this, whatever the policy says later. */
const longestSigned: Seconds = Math.max(lifetimes.id_token.most, lifetimes.access_token_jwt.most);

/** Lets keys be used at once: nobody can hold a published set without them. In the caller's unit. */
async function placeKeys(store: TenantStore, keys: readonly NewKey[], at: Instant): Promise<void> {
  for (const key of keys) {
    await announceKey(store, key, at);
    await activateKey(store, key.kid, at - jwksMaxAge, at);
  }
}

/**
 * Makes the first keys of a new tenant.
 *
 * @returns what publishes them, in the unit that makes the tenant.
 */
export async function firstKeys(ports: KeyPorts): Promise<(unit: TenantStore, at: Instant) => Promise<void>> {
  const keys = await Promise.all(keyAlgorithms.map((alg) => makeKey(ports, alg)));
  return (unit, at) => placeKeys(unit, keys.map((key) => ({ ...key, published_at: 0 })), at);
}

/**
 * Makes the keys that a tenant lacks. They are used at once.
 *
 * @param due The algorithms that it needs.
 * @returns the algorithms for which a key was made here; another server may have made the others.
 */
export async function ensureKeys(
  ports: KeyPorts,
  due: readonly KeyAlgorithm[] = keyAlgorithms,
): Promise<readonly KeyAlgorithm[]> {
  const isOurs = ofRole(ports);
  const lacks = (rows: readonly SigningKeyRow[]) => (alg: string) =>
    !rows.some((row) => isOurs(row) && row.alg === alg && row.state !== "retired");
  const lacking = due.filter(lacks(await listKeys(ports.store)));
  if (lacking.length === 0) return lacking;
  const made = await Promise.all(lacking.map((alg) => makeKey(ports, alg)));
  const at = ports.clock();
  await changeKeys(ports, async (store) => {
    // Of several servers that start at once one makes the key.
    const isLacking = lacks(await listKeys(store));
    const keys = made.filter(({ alg }) => isLacking(alg));
    await placeKeys(store, keys.map((key) => ({ ...key, published_at: 0 })), at);
  });
  return lacking;
}

/** Announces a successor for an algorithm; {@link turnKeys} lets it sign once relying parties had time to fetch it. @returns its kid. */
export async function rotateKey(
  ports: KeyPorts,
  alg: KeyAlgorithm,
): Promise<Result<string, "already_announced">> {
  const isOurs = ofRole(ports);
  const waits = async (store: TenantStore) =>
    (await listKeys(store)).some((key) => isOurs(key) && key.alg === alg && key.state === "announced");
  if (await waits(ports.store)) return err("already_announced");
  const key = await makeKey(ports, alg);
  const at = ports.clock();
  return await changeKeys(ports, async (store) => {
    if (await waits(store)) return err("already_announced");
    await announceKey(store, { ...key, published_at: at }, at);
    return ok(key.kid);
  });
}

/** Lets announced keys of every role that were published long enough take over, and takes out those whose last token has expired. */
export async function turnKeys(ports: KeyPorts): Promise<void> {
  const at = ports.clock();
  for (const key of await listKeys(ports.store)) {
    if (key.state === "announced" && key.published_at <= at - jwksMaxAge) {
      await changeKeys(ports, (store) => takeOver(store, key, at));
    }
    if (key.state === "retiring") await changeKeys(ports, (store) => finishKey(store, key.kid, at));
  }
}

async function takeOver(store: TenantStore, key: SigningKeyRow, at: Instant): Promise<void> {
  const rows = await listKeys(store);
  // Another server may have let it take over since it was listed; it must not be retired by its own hand.
  if (!rows.some((row) => row.kid === key.kid && row.state === "announced")) return;
  const active = rows.find((row) => ofRole(key)(row) && row.alg === key.alg && row.state === "active");
  if (active && !(await retireKey(store, active.kid, at + longestSigned, at)).ok) return;
  await activateKey(store, key.kid, at - jwksMaxAge, at);
}

/**
 * Revokes a compromised key. It verifies nothing from now on, hints included. Where it was the one that signed, its
 * successor signs at once, although relying parties may know it only when they fetch the set again.
 *
 * @returns the kid of the successor, where one was needed. err `unknown` or `revoked`.
 */
export async function compromise(
  ports: KeyPorts,
  kid: string,
): Promise<Result<string | undefined, "unknown" | "revoked">> {
  const found = (await listKeys(ports.store)).find((key) => key.kid === kid);
  const successor = found && await makeKey({ ...ports, role: found.role }, found.alg as KeyAlgorithm);
  const at = ports.clock();
  return await changeKeys(ports, async (store) => {
    const before = (await listKeys(store)).find((key) => key.kid === kid);
    const revoked = await compromiseKey(store, kid, at);
    if (!revoked.ok) return err(revoked.refusal);
    if (!successor || before?.state !== "active") return ok(undefined);
    const waiting = (await listKeys(store)).find((key) =>
      ofRole(successor)(key) && key.alg === successor.alg && key.state === "announced"
    );
    if (!waiting) await announceKey(store, { ...successor, published_at: 0 }, at);
    const next = waiting?.kid ?? successor.kid;
    // Waiting out the max-age would leave nothing to sign with, so the guard is given the key's own date.
    await activateKey(store, next, waiting?.published_at ?? 0, at);
    return ok(next);
  });
}
