import { type Finding, fine, warning } from "../domain/finding.ts";
import type { KeyRole } from "../domain/provider_key.ts";
import type { Instant, Seconds } from "../domain/time.ts";

/** What the server knows of itself. */
export interface ServerFacts {
  readonly database: {
    readonly kind: "embedded" | "postgresql";
    readonly version: number;
    readonly ms: number;
  };
  /** Seconds by which the database's clock is ahead of the server's. */
  readonly skew: Seconds;
  readonly pending: readonly string[];
  readonly previousSecret: boolean;
  readonly keys: readonly {
    readonly kid: string;
    readonly role: KeyRole;
    readonly alg: string;
    readonly state: string;
    readonly created_at: Instant;
  }[];
  /** Clients whose secret is sealed, because they sign with it. */
  readonly sealedSecrets: readonly string[];
  /** Where clients keep their keys and this server could not fetch them when it tried last. */
  readonly unfetchedKeys: readonly { readonly client_id: string; readonly uri: string }[];
  /** The servers with which people can sign in, and what was wrong with each when it was looked at last. */
  readonly upstreams: readonly {
    readonly slug: string;
    readonly state: string;
    readonly found: string;
  }[];
  /** The tenants beside the server's own, where this is looked at for that one. */
  readonly tenants:
    | readonly {
      readonly slug: string;
      readonly state: string;
      /** When the oldest of the keys that are in use was made. */
      readonly oldest_key: Instant | null;
    }[]
    | undefined;
  readonly mail: boolean;
  /** Free bytes where the data directory is; undefined where it cannot be told. */
  readonly freeBytes: number | undefined;
  readonly issuer: string;
  readonly now: Instant;
}

const day = 86_400;

/** Days after which a key ought to have a successor. */
const oldKey = 180;

const megabyte = 1_048_576;

const database = ({ database: { kind, version, ms } }: ServerFacts): Finding => {
  const found = `${kind}, version ${version}, answers in ${ms} ms`;
  return ms < 1000 ? fine("database", found) : {
    check: "database",
    status: "warn",
    found,
    remedy: "It is slow: bring it nearer to this server, or look for what keeps it busy",
  };
};

const migrations = ({ pending }: ServerFacts): Finding =>
  pending.length === 0 ? fine("migrations", "all applied") : {
    check: "migrations",
    status: "fail",
    found: `${pending.length} pending: ${pending.join(", ")}`,
    remedy: "Run: latchkey migrate",
  };

const clock = ({ skew }: ServerFacts): Finding =>
  Math.abs(skew) <= 5 ? fine("clock", `${Math.abs(skew)} s beside the database's`) : {
    check: "clock",
    status: "fail",
    found: `${Math.abs(skew)} s ${skew > 0 ? "behind" : "ahead of"} the database's`,
    remedy:
      "Synchronise the clocks of both machines (chrony, systemd-timesyncd): tokens live for minutes only",
  };

const keyName = ({ role, alg }: ServerFacts["keys"][number]) => role === "op" ? alg : `${alg} for upstreams`;

/** How keys are changed: those of each role on their own. */
const rotations = (keys: ServerFacts["keys"]): string =>
  [
    ...keys.some(({ role }) => role === "op") ? ["latchkey key rotate"] : [],
    ...keys.some(({ role }) => role === "rp") ? ["latchkey key rotate --role rp"] : [],
  ].join(", and ");

const secret = ({ previousSecret, keys }: ServerFacts): Finding =>
  previousSecret
    ? {
      check: "secret",
      status: "warn",
      found: "LATCHKEY_SECRET_PREVIOUS is set",
      remedy:
        `Once every server was started with both, unset LATCHKEY_SECRET_PREVIOUS: nothing needs it any more. If somebody else may know it, run ${
          rotations(keys)
        }`,
    }
    : fine("secret", "one secret");

const keys = ({ keys: all, now }: ServerFacts): Finding => {
  const age = ({ created_at }: { created_at: Instant }) => Math.floor((now - created_at) / day);
  const old = all.filter((key) => key.state === "active" && age(key) >= oldKey);
  const active = all.filter((key) => key.state === "active").map((key) => `${keyName(key)} ${age(key)} d`);
  return old.length === 0 ? fine("keys", active.join(", ")) : {
    check: "keys",
    status: "warn",
    found: old.map((key) => `${keyName(key)} has been in use for ${age(key)} days`).join(", "),
    remedy: `Run: ${rotations(old)}`,
  };
};

/** The first few of a list, and how many there are beside them. */
const few = (all: readonly string[]) =>
  all.slice(0, 5).join(", ") + (all.length > 5 ? ` and ${all.length - 5} more` : "");

const tenants = ({ tenants: all, now }: ServerFacts): Finding | undefined => {
  if (all === undefined) return undefined;
  const active = all.filter(({ state }) => state === "active");
  const old = active.filter(({ oldest_key }) => oldest_key === null || now - oldest_key >= oldKey * day);
  const found = all.length === 0
    ? "none beside the server's own"
    : `${active.length} active, ${all.length - active.length} disabled`;
  return old.length === 0 ? fine("tenants", found) : {
    check: "tenants",
    status: "warn",
    found: `keys have been in use for ${oldKey} days or more in ${few(old.map(({ slug }) => slug))}`,
    remedy: "Run for each: latchkey key rotate --tenant SLUG",
  };
};

const clientSecrets = ({ sealedSecrets: clients }: ServerFacts): Finding =>
  fine(
    "client_secrets",
    clients.length === 0 ? "digests" : `digests; sealed, because it signs with it: ${few(clients)}`,
  );

const clientKeys = ({ unfetchedKeys: places }: ServerFacts): Finding =>
  places.length === 0 ? fine("client_keys", "none that could not be fetched") : {
    check: "client_keys",
    status: "warn",
    found: `could not be fetched: ${few(places.map(({ client_id, uri }) => `${client_id} at ${uri}`))}`,
    remedy:
      "The log says why (fetch_failed); a host that is not on the public internet goes into LATCHKEY_FETCH_ALLOW",
  };

const upstreams = ({ upstreams: all }: ServerFacts): Finding => {
  const broken = all.filter(({ state }) => state === "broken");
  return broken.length === 0
    ? fine("upstreams", all.length === 0 ? "none looked at" : `${all.length} well`)
    : warning(
      "upstreams",
      few(broken.map(({ slug, found }) => `${slug} (${found})`)),
      "Run for each: latchkey upstream test ID",
    );
};

const mail = ({ mail: sends }: ServerFacts): Finding =>
  sends ? fine("mail", "set") : {
    check: "mail",
    status: "warn",
    found: "this server sends no mail",
    remedy: "Hand out set-password links yourself: latchkey user set-password-link ID prints one",
  };

const disk = ({ freeBytes }: ServerFacts): Finding => {
  if (freeBytes === undefined) return fine("disk", "the data is on the database's machine");
  const free = Math.floor(freeBytes / megabyte);
  if (free >= 500) return fine("disk", `${free} MB free`);
  return {
    check: "disk",
    status: free < 50 ? "fail" : "warn",
    found: `${free} MB free`,
    remedy: "Make room, or move LATCHKEY_DATA_DIR to a larger disk (stop the server first)",
  };
};

const cookies = ({ issuer }: ServerFacts): Finding =>
  issuer.startsWith("https:") ? fine("cookies", "Secure and __Host-, as the https issuer asks") : {
    check: "cookies",
    status: "warn",
    found: "without Secure, because the issuer is http",
    remedy: "For anything but this machine set LATCHKEY_ISSUER to an https:// address",
  };

const looks: readonly ((facts: ServerFacts) => Finding | undefined)[] = [
  database,
  migrations,
  clock,
  secret,
  keys,
  tenants,
  clientSecrets,
  clientKeys,
  upstreams,
  cookies,
  mail,
  disk,
];

/** Looks at everything that the server knows of itself. */
export const diagnose = (facts: ServerFacts): readonly Finding[] =>
  looks.map((look) => look(facts)).filter((finding) => finding !== undefined);
