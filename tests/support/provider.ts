/** The whole application in process, on a database in memory, with a clock that tests move. */
import { systemRandom } from "../../src/crypto/random.ts";
import { mintId, mintSubject } from "../../src/crypto/random.ts";
import { generateKey, type KeyPair } from "../../src/crypto/signing_key.ts";
import { mintSecret } from "../../src/crypto/secret.ts";
import {
  type ClientAuthenticationMethod,
  type ClientMetadata,
  secretStorage,
} from "../../src/domain/client_metadata.ts";
import { keptKey } from "./kept_keys.ts";
import { type KeyAlgorithm, keyUse } from "../../src/domain/provider_key.ts";
import { defaultTenant } from "../../src/domain/tenant.ts";
import { createApp } from "../../src/http/app.ts";
import { deploy } from "../../src/http/deploy.ts";
import type { Deployment } from "../../src/http/deployment.ts";
import { makeLog } from "../../src/http/log.ts";
import { createAccount, moveAccount } from "../../src/store/accounts.ts";
import { replaceSecret } from "../../src/store/client_secrets.ts";
import { type ClientBirth, type ClientRecord, createClient } from "../../src/store/clients.ts";
import type { Ports } from "../../src/store/ports.ts";
import { savePasswordHash } from "../../src/store/passwords.ts";
import { never, type Pause } from "../../src/domain/time.ts";
import type { StandardClaims } from "../../src/domain/claims.ts";
import type { TenantStore } from "../../src/store/tenant_store.ts";
import type { Db } from "../../src/store/transition.ts";
import type { FetchRules } from "../../src/domain/fetch_target.ts";
import { type GuardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { type GuardedPost } from "../../src/outbound/guarded_post.ts";
import { openMemory } from "./database.ts";
import { type GuardedRequest } from "../../src/outbound/guarded_request.ts";
import { fetchNothing, postNowhere, publicOnly, requestNothing } from "./documents.ts";

/** Sends a request to the application, at a path or at an address under the issuer. */
export type Send = (address: string | URL, init?: RequestInit) => Promise<Response>;

/** An application under test. */
export interface TestProvider {
  readonly issuer: string;
  readonly deployment: Deployment;
  readonly db: Db;
  /** Whose the rows are; the default tenant's where nothing is said. */
  readonly tenant?: string;
  readonly send: Send;
  /** The time in seconds; tests move it. */
  readonly time: { now: number };
  /** Every line that was logged. */
  readonly lines: string[];
}

/** What differs from the usual application. */
export interface ProviderOptions {
  readonly issuer?: string;
  readonly db?: Db;
  readonly random?: typeof systemRandom;
  /** The server's own secret, and the one before. */
  readonly secret?: Uint8Array;
  readonly previousSecret?: Uint8Array;
  /** The address that requests seem to come from. */
  readonly remoteAddress?: string;
  readonly trustedProxies?: readonly string[];
  /** What there is to fetch; nothing where nothing is said. */
  readonly fetch?: GuardedFetch;
  readonly fetchRules?: FetchRules;
  /** What there is to post to; nobody where nothing is said. */
  readonly post?: GuardedPost;
  /** What upstreams' endpoints answer; nobody does where nothing is said. */
  readonly request?: GuardedRequest;
  /** How what another server is at is waited for; by the time of day where nothing is said. */
  readonly pause?: Pause;
}

/** The server's own secret where nothing is said. */
export const usualSecret: Uint8Array = new Uint8Array(32).map((_, i) => i * 7 + 1);

/** Key pairs that the applications of a process begin with. Four sets, so that those of one test differ in what they sign with. */
const beginnings = Array.from({ length: 4 }, () => new Map<KeyAlgorithm, Promise<KeyPair>>());
let opened = 0;

/** Makes the key pairs of one application. Those that it begins with are used again by later ones: making one takes long. */
function keyMaker(): (alg: KeyAlgorithm) => Promise<KeyPair> {
  const begun = beginnings[opened++ % beginnings.length]!, given = new Set<KeyAlgorithm>();
  return (alg) => {
    if (given.has(alg)) return generateKey(alg);
    given.add(alg);
    const pairs = keyUse(alg) === "sig" ? begun : beginnings[0]!;
    const pair = pairs.get(alg) ?? keptKey(alg, beginnings.indexOf(pairs));
    pairs.set(alg, pair);
    return pair;
  };
}

/** Starts an application on an empty database. */
export async function openProvider(options: ProviderOptions = {}): Promise<TestProvider> {
  const { issuer = "http://localhost:8080", remoteAddress = "127.0.0.1", trustedProxies = [] } = options;
  const time = { now: 1_800_000_000 }, lines: string[] = [];
  const db = options.db ?? await openMemory();
  const random = options.random ?? systemRandom;
  const deployment = await deploy({
    issuer,
    development: issuer.startsWith("http:"),
    db,
    clock: () => time.now,
    pause: options.pause ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds))),
    random,
    secret: options.secret ?? usualSecret,
    previousSecret: options.previousSecret,
    adminToken: () => "test-admin-token-0123456789abcdef",
    trustedProxies,
    cores: 2,
    generate: keyMaker(),
    fetch: options.fetch ?? fetchNothing,
    fetchRules: options.fetchRules ?? publicOnly,
    post: options.post ?? postNowhere,
    request: options.request ?? requestNothing,
    log: makeLog("json", (line) => lines.push(line), () => time.now * 1000),
  });
  const app = createApp(deployment);
  const send: Send = async (address, init) => {
    const url = new URL(address, issuer);
    return await app.fetch(new Request(url, { redirect: "manual", ...init }), { remoteAddress });
  };
  return { issuer, deployment, db, send, time, lines };
}

/** The database as the application's flows see it. */
export const storeOf = (
  { db, tenant = defaultTenant }: Pick<TestProvider, "db" | "tenant">,
): TenantStore => ({ db, tenant });

/** What the flows of accounts take. */
export const portsOf = ({ db, issuer, deployment }: TestProvider): Ports => ({
  tenant: { id: defaultTenant, issuer, policy: {} },
  store: { db, tenant: defaultTenant },
  clock: deployment.clock,
  random: deployment.random,
  derive: deployment.derive[0],
  sealKeys: deployment.sealKeys,
  pairwise: deployment.pairwise,
});

/** The reason in the log for the last refusal: what the client is not told. */
export function lastRefusal({ lines }: Pick<TestProvider, "lines">): string | undefined {
  const refused = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "refused");
  return refused.at(-1)?.why;
}

/** A registered client and, where it has one, its secret. */
export interface TestClient {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
  /** How it authenticates; `client_secret_basic` where nothing is said. */
  readonly method?: ClientAuthenticationMethod;
}

/** Registers a client. @param metadata What differs from a web application with refresh tokens. */
export async function addClient(
  { time, ...provider }: Pick<TestProvider, "db" | "time" | "tenant">,
  metadata: Partial<ClientMetadata> = {},
  { origin = "admin", ...record }: Partial<ClientRecord> & Partial<Pick<ClientBirth, "origin">> = {},
): Promise<TestClient> {
  const client_id = `c_${mintId(systemRandom)}`,
    store = storeOf(provider),
    redirect_uri = "https://app.example/callback";
  const full: ClientMetadata = {
    client_name: "Example App",
    application_type: "web",
    redirect_uris: [redirect_uri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
    subject_type: "public",
    id_token_signed_response_alg: "RS256",
    ...metadata,
  };
  await createClient(
    store,
    client_id,
    { metadata: full, ...record },
    time.now,
    { origin, expires_at: never, registration_version: 0 },
  );
  const secret = mintSecret("client_secret", time.now, systemRandom);
  if (secretStorage(full) === "digest") {
    const id = mintId(systemRandom), { handle } = secret;
    await replaceSecret(store, client_id, { id, handle, overlapUntil: time.now, at: time.now });
  }
  const method = full.token_endpoint_auth_method;
  return { client_id, client_secret: secret.reveal(), redirect_uri: full.redirect_uris[0] ?? "", method };
}

/** A person who can sign in. */
export interface TestPerson {
  readonly sub: string;
  readonly username: string;
  readonly password: string;
}

/** Makes an active account. */
export async function addPerson(
  { time, deployment, ...provider }: Pick<TestProvider, "db" | "time" | "deployment" | "tenant">,
  username = "alice",
  claims: StandardClaims = { name: "Alice Example" },
): Promise<TestPerson> {
  const sub = mintSubject(systemRandom), store = storeOf(provider), password = `correct horse ${username}`;
  const record = { username, email: `${username}@example.com`, email_verified: true, claims };
  await createAccount(store, sub, record, time.now);
  await savePasswordHash(store, sub, await deployment.passwords.hash(password), time.now);
  await moveAccount(store, sub, "activate", time.now);
  return { sub, username, password };
}

/**
 * Makes every password hash wait from now on.
 *
 * @returns how to let those that wait be answered, without the work; afterwards hashing is real again.
 */
export function holdHashing(): (waiting: readonly Promise<unknown>[]) => Promise<void> {
  const { subtle } = crypto, derive = subtle.deriveBits;
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => letGo = resolve);
  subtle.deriveBits = () => gone.then(() => new ArrayBuffer(32));
  return async (waiting) => {
    letGo();
    await Promise.all(waiting);
    subtle.deriveBits = derive;
  };
}
