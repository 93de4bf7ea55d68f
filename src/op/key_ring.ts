import { type Decrypter, importDecrypter } from "../crypto/decrypt.ts";
import type { DerivedKeys } from "../crypto/derived_key.ts";
import type { Random } from "../crypto/random.ts";
import { open, type Place, seal } from "../crypto/seal.ts";
import {
  generateKey,
  importSigner,
  importVerifier,
  type KeyPair,
  type PublicJwk,
  type Signer,
  type Verifier,
} from "../crypto/signing_key.ts";
import type { SigningAlgorithm } from "../domain/client_metadata.ts";
import { type DecryptionAlgorithm, type KeyAlgorithm, keyAlgorithms } from "../domain/provider_key.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { lifetimes } from "../domain/tenant_policy.ts";
import type { Clock, Instant, Seconds } from "../domain/time.ts";
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
import { inUnit, type TenantStore } from "../store/tenant_store.ts";
import { lockPolicy } from "../store/tenants.ts";

/** Seconds for which relying parties may keep the published set. A new key is published that long before it signs. */
export const jwksMaxAge: Seconds = 300;

/** How long one server goes on with the keys that it read, before it looks whether another one changed them. */
const freshFor: Seconds = 1;

/** What sealing and opening private keys needs. */
export interface KeyPorts {
  readonly store: TenantStore;
  readonly random: Random;
  readonly clock: Clock;
  /** Keys derived from the present secret, then from the previous one, which may only open. */
  readonly derive: readonly DerivedKeys[];
  /** Makes key pairs, or hands out those that were made ahead; by default they are made when they are needed. */
  readonly generate?: (alg: KeyAlgorithm) => Promise<KeyPair>;
}

/** The keys of one tenant. */
export interface KeyRing {
  readonly signer: (alg: SigningAlgorithm) => Promise<Signer>;
  /** Keys that verify tokens of ours: active and outgoing ones, retired ones for hints only. */
  readonly verifiers: (use: "tokens" | "hints") => Promise<readonly Verifier[]>;
  /** Keys that open what was encrypted to us: every published one, and one that was published a moment ago. */
  readonly decrypters: () => Promise<readonly Decrypter[]>;
  /** The published set (RFC 7517 section 5): announced, active and outgoing keys. */
  readonly published: () => Promise<readonly PublicJwk[]>;
}

const place = ({ tenant }: TenantStore, kid: string): Place => [tenant, "signing_key", "private_key", kid];

/** Seconds for which a key that is published no more still opens what was encrypted to it: others may keep the set that long. */
const opensFor: Seconds = 2 * jwksMaxAge;

const publishedStates = ["announced", "active", "retiring"];
const verifying = { tokens: ["active", "retiring"], hints: ["active", "retiring", "retired"] } as const;

/** Opens the key ring of a tenant. What was read serves for a second; what was opened is kept by kid. */
export function keyRing({ store, clock, derive }: KeyPorts): KeyRing {
  let read: { readonly at: Instant; readonly rows: Promise<readonly SigningKeyRow[]> } | undefined;
  const signers = new Map<string, Promise<Signer>>(), verifiers = new Map<string, Promise<Verifier>>();
  const decrypters = new Map<string, Promise<Decrypter>>();
  const rows = () => {
    const now = clock();
    if (!read || now >= read.at + freshFor || now < read.at) {
      const reading = listKeys(store);
      read = { at: now, rows: reading };
      // A failed read is not kept.
      reading.catch(() => read = undefined);
    }
    return read.rows;
  };
  const jwk = (row: SigningKeyRow) => row.public_jwk as unknown as PublicJwk;
  const openPrivate = (row: SigningKeyRow) => {
    const plain = open(derive.map((keys) => keys("seal")), place(store, row.kid), row.private_key);
    if (!plain) {
      throw new Error(
        `The private part of key ${row.kid} does not open: LATCHKEY_SECRET is not the one that sealed it`,
      );
    }
    return plain;
  };
  const openSigner = (row: SigningKeyRow) =>
    importSigner(row.kid, row.alg as SigningAlgorithm, openPrivate(row));
  const openDecrypter = (row: SigningKeyRow) =>
    importDecrypter(row.kid, row.alg as DecryptionAlgorithm, openPrivate(row));
  const kept = <T>(
    map: Map<string, Promise<T>>,
    row: SigningKeyRow,
    make: (row: SigningKeyRow) => Promise<T>,
  ) => {
    const known = map.get(row.kid) ?? make(row);
    map.set(row.kid, known);
    return known;
  };
  return {
    signer: async (alg) => {
      const row = (await rows()).find((key) => key.alg === alg && key.state === "active");
      if (!row) throw new Error(`There is no active ${alg} key`);
      return await kept(signers, row, openSigner);
    },
    verifiers: async (use) => {
      const usable = (await rows()).filter((row) =>
        row.use === "sig" && (verifying[use] as readonly string[]).includes(row.state)
      );
      return await Promise.all(usable.map((row) => kept(verifiers, row, (key) => importVerifier(jwk(key)))));
    },
    decrypters: async () => {
      const recent = clock() - opensFor;
      const usable = (await rows()).filter(({ use, state, state_at }) =>
        use === "enc" && (publishedStates.includes(state) || state_at > recent)
      );
      return await Promise.all(usable.map((row) => kept(decrypters, row, openDecrypter)));
    },
    published: async () => (await rows()).filter((row) => publishedStates.includes(row.state)).map(jwk),
  };
}

async function makeKey({ store, random, derive, generate = generateKey }: KeyPorts, alg: KeyAlgorithm) {
  const pair = await generate(alg);
  const private_key = seal(derive[0]!("seal"), place(store, pair.kid), pair.privateKey, random);
  return { kid: pair.kid, alg, publicJwk: pair.publicJwk, private_key };
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
 * @returns the algorithms for which a key was made here; another server may have made the others.
 */
export async function ensureKeys(ports: KeyPorts): Promise<readonly KeyAlgorithm[]> {
  const lacks = (rows: readonly SigningKeyRow[]) => (alg: string) =>
    !rows.some((row) => row.alg === alg && row.state !== "retired");
  const lacking = keyAlgorithms.filter(lacks(await listKeys(ports.store)));
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
  const waits = async (store: TenantStore) =>
    (await listKeys(store)).some((key) => key.alg === alg && key.state === "announced");
  if (await waits(ports.store)) return err("already_announced");
  const key = await makeKey(ports, alg);
  const at = ports.clock();
  return await changeKeys(ports, async (store) => {
    if (await waits(store)) return err("already_announced");
    await announceKey(store, { ...key, published_at: at }, at);
    return ok(key.kid);
  });
}

/** Lets announced keys that were published long enough take over, and takes out those whose last token has expired. */
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
  const active = rows.find((row) => row.alg === key.alg && row.state === "active");
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
  const successor = found && await makeKey(ports, found.alg as KeyAlgorithm);
  const at = ports.clock();
  return await changeKeys(ports, async (store) => {
    const before = (await listKeys(store)).find((key) => key.kid === kid);
    const revoked = await compromiseKey(store, kid, at);
    if (!revoked.ok) return err(revoked.refusal);
    if (!successor || before?.state !== "active") return ok(undefined);
    const waiting = (await listKeys(store)).find((key) =>
      key.alg === successor.alg && key.state === "announced"
    );
    if (!waiting) await announceKey(store, { ...successor, published_at: 0 }, at);
    const next = waiting?.kid ?? successor.kid;
    // Waiting out the max-age would leave nothing to sign with, so the guard is given the key's own date.
    await activateKey(store, next, waiting?.published_at ?? 0, at);
    return ok(next);
  });
}
