import { Buffer } from "node:buffer";
import { isNetwork } from "../http/client_address.ts";
import { allowedHost } from "../domain/fetch_target.ts";
import { err, ok, type Result } from "../domain/result.ts";

/** Where a server listens. */
export interface Listen {
  readonly hostname: string;
  readonly port: number;
}

/** The settings of a server, read from its environment. */
export interface Config {
  /** Exact bytes; no slash at the end. */
  readonly issuer: string;
  /** The issuer's host is loopback. */
  readonly development: boolean;
  readonly listen: Listen;
  /** undefined: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** 32 bytes or more; undefined: made and kept in the data directory. */
  readonly secret: Uint8Array | undefined;
  readonly previousSecret: Uint8Array | undefined;
  readonly adminToken: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Hosts with their ports that clients may name although they are not on the public internet or speak http. */
  readonly fetchAllow: readonly string[];
  /** Path of a PEM file with further certificate authorities for the addresses that clients name. */
  readonly caFile: string | undefined;
  readonly log: "text" | "json";
  readonly migrate: boolean;
  /** Variables that are set but that this version does nothing with. */
  readonly withoutEffect: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

const loopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

/** Reads one variable. @returns its value, or a fault as the rest of a sentence that starts with the variable's name. */
type Reader<T> = (text: string) => { readonly value: T } | { readonly fault: string };

const issuer: Reader<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text) {
    const mended = url && /^https?:$/.test(url.protocol)
      ? `: write ${url.origin}`
      : ", such as https://id.example.com";
    return { fault: `has to be an origin without path or slash at the end${mended}` };
  }
  if (url.protocol === "http:" && !loopbackHosts.includes(url.hostname)) {
    return { fault: `may be http on loopback only: write https://${url.host}` };
  }
  return { value: text };
};

const listen: Reader<Listen> = (text) => {
  const [, hostname, port] = /^(\[[0-9a-fA-F:]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (!hostname || Number(port) > 65_535) return { fault: "has to be host:port, such as 127.0.0.1:8080" };
  return { value: { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port) } };
};

const makeSecret = "make one with: openssl rand -base64 32 | tr '+/' '-_' | tr -d '='";

const secret: Reader<Uint8Array> = (text) => {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return { fault: `has to be base64url; ${makeSecret}` };
  const bytes = new Uint8Array(Buffer.from(text, "base64url"));
  if (bytes.length < 32) {
    return { fault: `has to be 32 bytes or more, this is ${bytes.length}; ${makeSecret}` };
  }
  // A key drawn at random has far more different bytes than that.
  if (new Set(bytes).size < 12) return { fault: `is a sample value; ${makeSecret}` };
  return { value: bytes };
};

const adminToken: Reader<string> = (text) =>
  /^[\x21-\x7e]{32,}$/.test(text)
    ? { value: text }
    : { fault: "has to be 32 printable characters or more, without spaces" };

const databaseUrl: Reader<string> = (text) =>
  /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)
    ? { value: text }
    : { fault: "has to be a postgres:// URL, such as postgres://latchkey@localhost/latchkey" };

const networks: Reader<readonly string[]> = (text) => {
  const entries = text.split(",").map((entry) => entry.trim()).filter(Boolean);
  const wrong = entries.find((entry) => !isNetwork(entry));
  return wrong === undefined
    ? { value: entries }
    : { fault: `has ${wrong}, which is no address and no network: write 10.0.0.0/8` };
};

const hosts: Reader<readonly string[]> = (text) => {
  const entries = text.split(",").map((entry) => entry.trim()).filter(Boolean);
  const wrong = entries.find((entry) => allowedHost(entry) === undefined);
  return wrong === undefined
    ? { value: entries.map((entry) => allowedHost(entry)!) }
    : { fault: `has ${wrong}, which is not host:port: write app.internal:8443` };
};

const oneOf = <T extends string>(...allowed: readonly T[]): Reader<T> => (text) => {
  const value = allowed.find((known) => known === text);
  return value === undefined ? { fault: `has to be ${allowed.join(" or ")}` } : { value };
};

const text: Reader<string> = (value) => ({ value });

/** Names of the contract that other versions know. They are no mistake, but nothing happens by them here. */
const withoutEffect = [
  "LATCHKEY_CLIENT_CERT_HEADER",
  "LATCHKEY_CLIENT_CERT_PROXIES",
  "LATCHKEY_DB_PREPARE",
  "LATCHKEY_METRICS_LISTEN",
  "LATCHKEY_MTLS_LISTEN",
  "LATCHKEY_SMTP_URL",
  "LATCHKEY_TLS_CLIENT_CA",
];

const known = new Set([
  ...withoutEffect,
  "LATCHKEY_ADMIN_TOKEN",
  "LATCHKEY_CA_FILE",
  "LATCHKEY_DATA_DIR",
  "LATCHKEY_DEBUG", // read where a command fails
  "LATCHKEY_FETCH_ALLOW",
  "LATCHKEY_ISSUER",
  "LATCHKEY_LISTEN",
  "LATCHKEY_LOG",
  "LATCHKEY_MIGRATE",
  "LATCHKEY_SECRET",
  "LATCHKEY_SECRET_PREVIOUS",
  "LATCHKEY_TLS_CERT",
  "LATCHKEY_TLS_KEY",
  "LATCHKEY_TRUSTED_PROXIES",
  "LATCHKEY_URL",
]);

/**
 * Reads the settings.
 *
 * @param env The environment; an empty value counts as unset.
 * @returns err: one sentence for each fault, naming the variable and the remedy.
 */
export function readConfig(env: Env): Result<Config, readonly string[]> {
  const faults: string[] = [];
  const read = <T, D>(name: string, reader: Reader<T>, absent: D): T | D => {
    const given = env[name];
    if (given === undefined || given === "") return absent;
    const found = reader(given);
    if ("value" in found) return found.value;
    faults.push(`${name} ${found.fault}`);
    return absent;
  };
  for (const name of Object.keys(env)) {
    if (name.startsWith("LATCHKEY_") && !known.has(name)) {
      faults.push(`${name} is not a setting: is it misspelled?`);
    }
  }
  const address = read("LATCHKEY_ISSUER", issuer, "http://localhost:8080");
  const config: Config = {
    issuer: address,
    development: loopbackHosts.includes(new URL(address).hostname),
    listen: read("LATCHKEY_LISTEN", listen, { hostname: "127.0.0.1", port: 8080 }),
    databaseUrl: read("DATABASE_URL", databaseUrl, undefined),
    dataDir: read("LATCHKEY_DATA_DIR", text, "./.latchkey"),
    secret: read("LATCHKEY_SECRET", secret, undefined),
    previousSecret: read("LATCHKEY_SECRET_PREVIOUS", secret, undefined),
    adminToken: read("LATCHKEY_ADMIN_TOKEN", adminToken, undefined),
    trustedProxies: read("LATCHKEY_TRUSTED_PROXIES", networks, []),
    tls: undefined,
    fetchAllow: read("LATCHKEY_FETCH_ALLOW", hosts, []),
    caFile: read("LATCHKEY_CA_FILE", text, undefined),
    log: read("LATCHKEY_LOG", oneOf("text", "json"), "text"),
    migrate: read("LATCHKEY_MIGRATE", oneOf("on", "off"), "on") === "on",
    withoutEffect: withoutEffect.filter((name) => env[name]),
  };
  const cert = read("LATCHKEY_TLS_CERT", text, undefined), key = read("LATCHKEY_TLS_KEY", text, undefined);
  if ((cert === undefined) !== (key === undefined)) {
    faults.push("LATCHKEY_TLS_CERT and LATCHKEY_TLS_KEY have to be set together");
  }
  if (env.DATABASE_URL && !env.LATCHKEY_SECRET) {
    faults.push(
      `LATCHKEY_SECRET has to be set with DATABASE_URL, the same for every server; ${makeSecret}`,
    );
  }
  if (faults.length > 0) return err(faults);
  return ok({ ...config, tls: cert !== undefined && key !== undefined ? { cert, key } : undefined });
}
