import { type Decrypter, importDecrypter } from "../crypto/decrypt.ts";
import {
  importSigner,
  importVerifier,
  type KeyPair,
  type PublicJwk,
  type Signer,
  type Verifier,
} from "../crypto/signing_key.ts";
import type { SigningAlgorithm } from "../domain/client_metadata.ts";
import {
  type DecryptionAlgorithm,
  type KeyAlgorithm,
  keyAlgorithms,
  type KeyRole,
} from "../domain/provider_key.ts";
import type { Clock, Instant, Seconds } from "../domain/time.ts";
import { listKeys, type SigningKeyRow } from "../store/signing_keys.ts";
import { openBytes, opened, type PlaceInTenant, type TenantSealing } from "../store/tenant_seal.ts";

/** Seconds for which relying parties may keep the published set. A new key is published that long before it signs. */
export const jwksMaxAge: Seconds = 300;

/** How long one server goes on with the keys that it read, before it looks whether another one changed them. */
const freshFor: Seconds = 1;

/** What sealing and opening private keys needs. */
export interface KeyPorts extends TenantSealing {
  readonly clock: Clock;
  /** Makes key pairs, or hands out those that were made ahead; by default they are made when they are needed. */
  readonly generate?: (alg: KeyAlgorithm) => Promise<KeyPair>;
  /** Whose keys are meant; those of the OpenID Provider where nothing is said. */
  readonly role?: KeyRole;
}

/** The keys of one tenant in one role. */
export interface KeyRing {
  readonly signer: (alg: SigningAlgorithm) => Promise<Signer>;
  /** Keys that verify tokens of ours: active and outgoing ones, retired ones for hints only. */
  readonly verifiers: (use: "tokens" | "hints") => Promise<readonly Verifier[]>;
  /** Keys that open what was encrypted to us: every published one, and one that was published a moment ago. */
  readonly decrypters: () => Promise<readonly Decrypter[]>;
  /**
   * The published set (RFC 7517 section 5): announced, active and outgoing keys. The usual algorithm's come first and of
   * each the active one, because there are relying parties that try the first key and no other.
   */
  readonly published: () => Promise<readonly PublicJwk[]>;
}

/** What ties a sealed private key to its kid. */
export const keyPlace = (kid: string): PlaceInTenant => ["signing_key", "private_key", kid];

/** Seconds for which a key that is published no more still opens what was encrypted to it: others may keep the set that long. */
const opensFor: Seconds = 2 * jwksMaxAge;

const publishedStates = ["announced", "active", "retiring"];
const verifying = { tokens: ["active", "retiring"], hints: ["active", "retiring", "retired"] } as const;

const usualness = ({ alg, state }: SigningKeyRow) =>
  2 * keyAlgorithms.findIndex((known) => known === alg) + (state === "active" ? 0 : 1);
const byUsualness = (one: SigningKeyRow, other: SigningKeyRow) => usualness(one) - usualness(other);

/** Opens the key ring of a tenant. What was read serves for a second; what was opened is kept by kid. */
export function keyRing({ store, clock, sealKeys, role = "op" }: KeyPorts): KeyRing {
  let read: { readonly at: Instant; readonly rows: Promise<readonly SigningKeyRow[]> } | undefined;
  const signers = new Map<string, Promise<Signer>>(), verifiers = new Map<string, Promise<Verifier>>();
  const decrypters = new Map<string, Promise<Decrypter>>();
  const rows = () => {
    const now = clock();
    if (!read || now >= read.at + freshFor || now < read.at) {
      const reading = listKeys(store).then((keys) => keys.filter((key) => key.role === role));
      read = { at: now, rows: reading };
      // A failed read is not kept.
      reading.catch(() => read = undefined);
    }
    return read.rows;
  };
  const jwk = (row: SigningKeyRow) => row.public_jwk as unknown as PublicJwk;
  const openPrivate = ({ kid, private_key }: SigningKeyRow) =>
    opened(openBytes({ store, sealKeys }, keyPlace(kid), private_key), `The private part of key ${kid}`);
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
    published: async () =>
      (await rows()).filter((row) => publishedStates.includes(row.state)).toSorted(byUsualness).map(jwk),
  };
}
