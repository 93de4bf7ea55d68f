import { type DerivedKeys, deriveKeys } from "../crypto/derived_key.ts";
import { passwordHasher } from "../crypto/password_hash.ts";
import type { Random } from "../crypto/random.ts";
import type { FetchRules } from "../domain/fetch_target.ts";
import { signingAlgorithms } from "../domain/client_metadata.ts";
import { defaultTenant } from "../domain/tenant.ts";
import type { Clock, Pause } from "../domain/time.ts";
import { renewSeals } from "../op/client_secret_seal.ts";
import { ensureKeys } from "../op/change_keys.ts";
import { type KeyPorts, keyRing } from "../op/key_ring.ts";
import { renewKeySeals } from "../op/renew_key_seals.ts";
import type { GuardedFetch } from "../outbound/guarded_fetch.ts";
import type { GuardedPost } from "../outbound/guarded_post.ts";
import type { GuardedRequest } from "../outbound/guarded_request.ts";
import { noUpstreamDocuments } from "../rp/documents/upstream_documents.ts";
import { renewBrokerSeals } from "../rp/renew_seals.ts";
import { newPairwiseSalt, openPairwise } from "../op/pairwise_salt.ts";
import { readiness } from "../store/readiness.ts";
import type { SealKeys } from "../store/tenant_seal.ts";
import { allTenants, ensureDefaultTenant } from "../store/tenants.ts";
import type { Db } from "../store/transition.ts";
import type { Deployment, Holdings } from "./deployment.ts";
import type { Log } from "./log.ts";

/** What a server is put together from. */
export interface Parts {
  readonly issuer: string;
  readonly development: boolean;
  readonly db: Db;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly random: Random;
  readonly secret: Uint8Array;
  readonly previousSecret: Uint8Array | undefined;
  /** Chosen by the operator, or made from the derived keys. */
  readonly adminToken: (derive: DerivedKeys) => string;
  readonly trustedProxies: readonly string[];
  /** Where the first keys come from, if they were begun already. */
  readonly generate?: NonNullable<KeyPorts["generate"]>;
  /** Cores to hash passwords on. */
  readonly cores: number;
  /** Free bytes where the data directory is; left out where the data is elsewhere. */
  readonly freeBytes?: () => Promise<number>;
  /** Fetches what others name, by these rules. */
  readonly fetch: GuardedFetch;
  readonly fetchRules: FetchRules;
  readonly post: GuardedPost;
  readonly request: GuardedRequest;
  readonly log: Log;
}

/** What the keys of a tenant are made and opened with. */
export const keyPortsOf = (
  { db, random, clock, sealKeys }: Pick<Deployment, "db" | "random" | "clock" | "sealKeys">,
  tenant: string = defaultTenant,
): KeyPorts => ({
  store: { db, tenant },
  random,
  clock,
  sealKeys,
});

/** Opens what a server holds of a tenant, once for each. What could not be opened is tried again. */
function holder(deployment: Parameters<typeof keyPortsOf>[0]): Deployment["holdings"] {
  const held = new Map<string, Promise<Holdings>>();
  const open = async (tenant: string): Promise<Holdings> => {
    const ports = keyPortsOf(deployment, tenant), pairwise = await openPairwise(ports);
    return {
      keys: keyRing(ports),
      rpKeys: keyRing({ ...ports, role: "rp" }),
      pairwise,
      clientKeys: new Map(),
      requestObjects: new Map(),
      heldLogo: {},
      fullCounts: new Map(),
    };
  };
  return (tenant) => {
    const opening = held.get(tenant) ?? open(tenant);
    held.set(tenant, opening);
    opening.catch(() => held.delete(tenant));
    return opening;
  };
}

/**
 * Puts a server together on a database that is migrated: its default tenant is there afterwards, and every tenant's keys.
 *
 * Several servers may do this at once on an empty database.
 */
export async function deploy(parts: Parts): Promise<Deployment> {
  const { issuer, development, db, clock, random, trustedProxies, log } = parts;
  const present = deriveKeys(parts.secret);
  const derive: Deployment["derive"] = parts.previousSecret === undefined
    ? [present]
    : [present, deriveKeys(parts.previousSecret)];
  const sealKeys: SealKeys = [present("seal"), ...derive.slice(1).map((former) => former("seal"))];
  const holdings = holder({ db, random, clock, sealKeys });
  await ensureDefaultTenant(db, newPairwiseSalt(keyPortsOf({ db, random, clock, sealKeys })), clock());
  for (const { id } of await allTenants(db)) {
    const ports = keyPortsOf({ db, random, clock, sealKeys }, id);
    await holdings(id);
    await ensureKeys(parts.generate ? { ...ports, generate: parts.generate } : ports);
    await renewSeals(ports);
    await renewKeySeals(ports);
    await renewBrokerSeals(ports);
  }
  const own = await holdings(defaultTenant);
  // A secret that does not open the keys is to be told now, not at the first sign-in.
  await Promise.all([...signingAlgorithms.map(own.keys.signer), own.keys.decrypters()]);
  return {
    issuer,
    development,
    db,
    clock,
    random,
    derive,
    fetch: parts.fetch,
    fetchRules: parts.fetchRules,
    post: parts.post,
    request: parts.request,
    upstreamDocuments: noUpstreamDocuments(),
    pause: parts.pause,
    ...own,
    holdings,
    sealKeys,
    passwords: passwordHasher(random, { slots: parts.cores, queue: 64 }),
    adminToken: parts.adminToken(present),
    trustedProxies,
    server: {
      previousSecret: parts.previousSecret !== undefined,
      freeBytes: parts.freeBytes ?? (() => Promise.resolve(undefined)),
    },
    log,
    ready: readiness(db),
  };
}
