import { type FetchRules, type FetchTarget, fetchTarget, type TargetFault } from "../domain/fetch_target.ts";
import { isPublicAddress } from "../domain/ip_address.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { exchange, type ExchangeAsked, type Exchanged, type ExchangeFault } from "./exchange.ts";
import type { Address, Resolve } from "./resolve.ts";

/** Why nothing came back from an address. */
export type ReachFault = TargetFault | ExchangeFault | "unresolved";

/** An address that gave no answer. All of it is for the log. */
export interface ReachRefused {
  readonly why: ReachFault;
  readonly detail: string;
}

/** What reaching out stands on. */
export interface ReachPorts {
  readonly rules: FetchRules;
  /** Host names that are our own beside those of the rules, as they are just now: tenants come and go. It does not throw. */
  readonly ownHosts?: () => Promise<readonly string[]>;
  readonly resolve: Resolve;
  /** Further certificate authorities as PEM. */
  readonly authorities: string | undefined;
}

const refuse = (why: ReachFault, detail = ""): Result<never, ReachRefused> => err({ why, detail });

/** One address of each family, because a machine may lack one of them. */
const candidates = (addresses: readonly Address[]) =>
  [4, 6].flatMap((family) => addresses.find((address) => address.family === family) ?? []);

/** Asks the resolver once; what is called afterwards is what was judged here, so that a second answer changes nothing. */
async function addressesOf(
  { url, allowed }: FetchTarget,
  resolve: Resolve,
): Promise<Result<readonly Address[], ReachRefused>> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1"), addresses = await resolve(host);
  if (addresses.length === 0) return refuse("unresolved");
  const closed = addresses.find(({ address }) => !isPublicAddress(address));
  return closed && !allowed ? refuse("private_address", closed.address) : ok(candidates(addresses));
}

/** Sends one request to an address that somebody else named, once the address is judged. Nothing is followed. */
export async function reach(
  { rules, ownHosts, resolve, authorities }: ReachPorts,
  address: string,
  asked: Pick<ExchangeAsked, "accept" | "maxBytes" | "form" | "body" | "headers" | "signal">,
): Promise<Result<Exchanged, ReachRefused>> {
  const target = fetchTarget(address, rules);
  if (!target.ok) return refuse(target.error);
  const foreign = ownHosts ? fetchTarget(address, { ...rules, own: await ownHosts() }) : target;
  if (!foreign.ok) return refuse(foreign.error);
  const { url } = target.value, found = await addressesOf(target.value, resolve);
  return found.ok ? await exchange(found.value, { ...asked, url, authorities }) : found;
}

/**
 * Does something within a time.
 *
 * @param work Its signal is aborted when the time is over, or when it is done.
 */
export async function within<T>(
  ms: number,
  late: T,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController(), { promise, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(() => {
    resolve(late);
    deadline.abort();
  }, ms);
  try {
    return await Promise.race([work(deadline.signal), promise]);
  } finally {
    clearTimeout(timer);
    deadline.abort();
  }
}
