import type { JWK } from "jose";
import type { BrowserStep } from "./browser_step.ts";
import { isObject } from "./json.ts";
import { isVariantValue, type Variant, variantNames, variantValues } from "./variant.ts";

/** A private key (RFC 7517 section 4). */
export type PrivateJwk = JWK & { readonly kid: string; readonly alg: string };

/** A client that was registered beforehand, for the method of authentication that the variant has. */
export interface ConfiguredClient {
  readonly client_id: string;
  readonly client_secret?: string;
  /** The private key with which it authenticates, where it does so by `private_key_jwt`. */
  readonly jwks?: { readonly keys: readonly PrivateJwk[] };
}

/** A request that is sent as the configuration has it; by POST where it names no method. */
export interface Call {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request from whose answer values are taken, each by the one group of a pattern, for the requests that follow. */
export interface TakingCall extends Call {
  readonly take?: Readonly<Record<string, string>>;
}

/** A page, by what its path and its text match. */
export interface KnownPage {
  readonly path?: string;
  readonly text?: string;
}

/**
 * A relying party that is driven by HTTP. In its addresses and bodies `{issuer}` stands for the provider that a module
 * plays, `{plan}` and `{module}` for what is run, `{name}` for a name that no other provider has, and `{client_id}`,
 * `{client_secret}` and `{client_auth_type}` for what the relying party is known by there.
 */
export interface ConfiguredRelyingParty {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
  /** Makes the provider known to it; where it is left out, all of them are known beforehand. */
  readonly introduce?: Call;
  /** Where a person begins to sign in with the provider. */
  readonly start: string;
  /** The page that only somebody who is signed in comes to: what its path and its text match. */
  readonly signed_in: KnownPage;
  /** Where the provider begins sign-ins with itself. */
  readonly initiate_login_uri?: string;
  /** Where the provider sends logout tokens. */
  readonly backchannel_logout_uri?: string;
  /**
   * The requests that make it refresh somebody's tokens, where `{sub}` and `{email}` stand for who they are; and what the
   * last answer matches where it goes by the new ones.
   */
  readonly refresh?: { readonly calls: readonly TakingCall[]; readonly used: string };
  /** Where a person begins to sign out, the page that tells that they have, and where the provider sends them back to. */
  readonly logout?: {
    readonly start: string;
    readonly done: KnownPage;
    readonly post_logout_redirect_uri: string;
  };
  /** Seconds for which nothing further may come where it has to stop; 5 where nothing is said, as in certification. */
  readonly wait?: number;
}

/** What has to be known beside the issuer's address. */
export interface Config {
  readonly server: {
    /** `login_hint` that is sent; `buffy@` the issuer's host where nothing is said. */
    readonly login_hint?: string;
    readonly ui_locales?: string;
    /** Parted by spaces. */
    readonly acr_values?: string;
    /** Seconds after which the server fetches a client's keys again. */
    readonly jwks_refresh_delay?: number;
    /** The request that makes the server rotate its signing keys. */
    readonly rotate_keys?: Call;
  };
  /**
   * Clients of the variant `static_client`, each with the receiver's `/callback` as its redirect URI and `/logged-out`
   * as the address to which people come back after signing out.
   */
  readonly client?: ConfiguredClient;
  readonly client2?: ConfiguredClient;
  readonly client_secret_post?: ConfiguredClient;
  /** One whose `frontchannel_logout_uri` is the receiver's `/frontchannel-logout`, with iss and sid. */
  readonly frontchannel_logout_client?: ConfiguredClient;
  /** One whose `backchannel_logout_uri` is the receiver's `/backchannel-logout`, with a sid. */
  readonly backchannel_logout_client?: ConfiguredClient;
  /** What plans for relying parties examine. */
  readonly relying_party?: ConfiguredRelyingParty;
  /** Bearer with which clients register themselves. */
  readonly initial_access_token?: string;
  /** Where our own side listens: callback, and the documents that a client publishes. Port 0: any. */
  readonly receiver: { readonly host: string; readonly port: number };
  readonly browser: readonly BrowserStep[];
  readonly variant: Partial<Variant>;
}

/** What is wrong with a configuration, a line each. */
export interface ConfigFaults {
  readonly faults: readonly string[];
}

type Reader = (value: unknown) => string | undefined;
type Members = Readonly<Record<string, Reader>>;

const text: Reader = (value) =>
  typeof value === "string" && value !== "" ? undefined : "has to be a text that is not empty";
const anyText: Reader = (value) => typeof value === "string" ? undefined : "has to be a text";
const wholeNumber: Reader = (value) =>
  Number.isInteger(value) && Number(value) >= 0 ? undefined : "has to be a whole number";
const oneOf = (...words: readonly string[]): Reader => (value) =>
  words.includes(value as string) ? undefined : `has to be ${words.join(" or ")}`;
const listOf = (read: Reader): Reader => (value) => {
  if (!Array.isArray(value)) return "has to be a list";
  const at = value.findIndex((item) => read(item) !== undefined);
  return at < 0 ? undefined : `${at + 1}: ${read(value[at])}`;
};
const textsByName: Reader = (value) =>
  isObject(value) && Object.values(value).every((item) => anyText(item) === undefined)
    ? undefined
    : "has to be an object of texts";
const pattern: Reader = (value) => {
  try {
    return text(value) ?? (new RegExp(value as string), undefined);
  } catch {
    return "has to be a regular expression";
  }
};
const object = (members: Members, required: readonly string[] = []): Reader => (value) => {
  if (!isObject(value)) return "has to be an object";
  for (const name of required) if (!(name in value)) return `lacks ${name}`;
  for (const [name, item] of Object.entries(value)) {
    if (!Object.hasOwn(members, name)) {
      return `has no member ${name}: it knows ${Object.keys(members).join(", ")}`;
    }
    const fault = members[name]!(item);
    if (fault !== undefined) return `${name} ${fault}`;
  }
  return undefined;
};

const privateKey: Reader = (value) =>
  isObject(value) && ["kty", "kid", "alg", "d"].every((name) => text(value[name]) === undefined)
    ? undefined
    : "has to be a private key with kid and alg";
const oneKey: Reader = (value) =>
  Array.isArray(value) && value.length === 1 ? privateKey(value[0]) : "has to be a list of one key";

const knownPage = object({ path: pattern, text: pattern });
const callMembers: Members = { url: text, method: text, headers: textsByName, body: text };
const call = object(callMembers, ["url"]),
  takingCall = object({ ...callMembers, take: textsByName }, ["url"]);
const jwks = object({ keys: oneKey }, ["keys"]);
const client = object({ client_id: text, client_secret: text, jwks }, ["client_id"]);
const button = object({ name: text, value: anyText }, ["name", "value"]);

const variant: Reader = (value) => {
  if (!isObject(value)) return "has to be an object";
  const wrong = Object.entries(value).find(([name, item]) => !isVariantValue(name, item));
  if (!wrong) return undefined;
  const [name] = wrong, known = variantNames.find((candidate) => candidate === name);
  return known
    ? `${name} has to be one of ${variantValues[known].join(", ")}`
    : `has no ${name}: it knows ${variantNames.join(", ")}`;
};

const members: Members = {
  server: object({
    login_hint: text,
    ui_locales: text,
    acr_values: text,
    jwks_refresh_delay: wholeNumber,
    rotate_keys: call,
  }),
  client,
  client2: client,
  client_secret_post: client,
  frontchannel_logout_client: client,
  backchannel_logout_client: client,
  relying_party: object({
    client_id: text,
    client_secret: text,
    redirect_uri: text,
    introduce: call,
    start: text,
    signed_in: knownPage,
    logout: object({ start: text, done: knownPage, post_logout_redirect_uri: text }, [
      "start",
      "done",
      "post_logout_redirect_uri",
    ]),
    initiate_login_uri: text,
    backchannel_logout_uri: text,
    refresh: object({ calls: listOf(takingCall), used: pattern }, ["calls", "used"]),
    wait: wholeNumber,
  }, ["client_id", "client_secret", "redirect_uri", "start", "signed_in"]),
  initial_access_token: text,
  receiver: object({ host: text, port: wholeNumber }),
  browser: listOf(object({
    step: oneOf("login", "consent", "logout", "other"),
    when: object({ path: pattern, inputs: listOf(text), values: textsByName, button }),
    fill: textsByName,
    press: button,
  }, ["step", "when"])),
  variant,
};

/** Reads a configuration from the text of its file. */
export function readConfig(json: string): Config | ConfigFaults {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch (fault) {
    return { faults: [`it is no JSON: ${(fault as Error).message}`] };
  }
  if (!isObject(given)) return { faults: ["it has to be an object"] };
  const faults = Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(members, name)) {
      return [`${name} is unknown: there are ${Object.keys(members).join(", ")}`];
    }
    const fault = members[name]!(value);
    return fault === undefined ? [] : [`${name} ${fault}`];
  });
  if (faults.length > 0) return { faults };
  const { receiver, ...rest } = given as Partial<Omit<Config, "receiver">> & {
    receiver?: Partial<Config["receiver"]>;
  };
  return {
    server: {},
    browser: [],
    variant: {},
    ...rest,
    receiver: { host: "localhost", port: 0, ...receiver },
  };
}
