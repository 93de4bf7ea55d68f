import { isPublicAddress, octetsOf } from "./ip_address.ts";
import { err, ok, type Result } from "./result.ts";

/** What the operator of the platform says about addresses that clients and upstreams name. */
export interface FetchRules {
  /** Hosts with their ports, each as {@link allowedHost} gives it, for which http and addresses of any kind will do. */
  readonly allowed: readonly string[];
  /** Ports that are fetched from without further permission. */
  readonly ports: readonly number[];
  /** Host names that are our own, the issuer's and the database's: nobody makes us call ourselves. */
  readonly own: readonly string[];
}

/** Why an address that a client names is not fetched from. */
export type TargetFault =
  | "not_a_url"
  | "not_https"
  | "credentials"
  | "port"
  | "own_host"
  | "private_address";

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

const withPort = ({ hostname, port, protocol }: URL) => `${hostname}:${port || defaultPorts[protocol]}`;

/** Reads one entry of an allow list. @returns undefined where it is no `host:port`. */
export function allowedHost(entry: string): string | undefined {
  if (!/^(?:\[[0-9a-fA-F:.]+\]|[^:/?#@\s[\]]+):\d{1,5}$/.test(entry) || !URL.canParse(`https://${entry}`)) {
    return undefined;
  }
  return withPort(new URL(`https://${entry}`));
}

// A dot at the end makes no other host.
const bare = (hostname: string) => hostname.replace(/\.$/, "");

/** Where to fetch from. */
export interface FetchTarget {
  readonly url: URL;
  /** The operator allows this host and port: its address is not judged. */
  readonly allowed: boolean;
}

/**
 * Judges an address that a client or an upstream names, as far as that can be done without asking a resolver: https
 * on its own port, no literal of an address that is not public. Every spelling of an address is brought into one form
 * first, as a browser does it.
 *
 * @param text The address as it was named.
 * @see RFC 7591 section 5, OpenID Connect Core section 6.2 and 10.1
 */
export function fetchTarget(text: string, rules: FetchRules): Result<FetchTarget, TargetFault> {
  // White space and control characters are dropped by the parser: what is fetched would differ from what was named.
  if (!/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return err("not_a_url");
  const url = new URL(text), { protocol, hostname } = url;
  if (!Object.hasOwn(defaultPorts, protocol)) return err("not_https");
  if (url.username || url.password) return err("credentials");
  if (rules.allowed.includes(withPort(url))) return ok({ url, allowed: true });
  if (protocol !== "https:") return err("not_https");
  if (!rules.ports.includes(Number(url.port || defaultPorts[protocol]))) return err("port");
  if (rules.own.some((host) => bare(host) === bare(hostname))) return err("own_host");
  const literal = bare(hostname).replace(/^\[(.*)\]$/, "$1");
  if (octetsOf(literal) && !isPublicAddress(literal)) return err("private_address");
  return ok({ url, allowed: false });
}

/** What is said of an address that could never be fetched from, after its name. */
export const targetWords: Readonly<Record<TargetFault, string>> = {
  not_a_url: "must be an absolute https address in printable ASCII without spaces",
  not_https: "must use https",
  credentials: "must hold no user name and no password",
  port: "must name no port: only 443 is fetched from",
  own_host: "must not be an address of this server",
  private_address: "must not be an address of a private network",
};
