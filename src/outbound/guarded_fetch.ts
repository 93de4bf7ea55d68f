import { err, ok, type Result } from "../domain/result.ts";
import type { Exchanged } from "./exchange.ts";
import { reach, type ReachFault, type ReachPorts, within } from "./reach.ts";

/** What the caller expects of a document. */
export interface FetchAsked {
  /** Media types that will do, without parameters, such as `application/json`. */
  readonly accept: readonly string[];
  /** The most that the body may have. */
  readonly maxBytes: number;
  /** For everything together, name resolution and redirects included; 3 s where nothing is said. */
  readonly timeoutMs?: number;
  /** How many redirects are followed, each judged like the first address; none where nothing is said. */
  readonly redirects?: number;
  /** Whoever asks tells of a failure themselves, so that it is not logged here as well. */
  readonly unlogged?: boolean;
}

/** A document. The status was 200, the type one that was asked for. */
export interface Fetched {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Why there is no document. */
export type FetchFault = ReachFault | "status" | "type" | "encoding" | "busy";

/** A document that was not fetched. All of it is for the log: who named the address is told {@link fetchFailed}. */
export interface FetchRefused {
  readonly why: FetchFault;
  readonly detail: string;
}

/**
 * Fetches a document from an address that a client or an upstream named. Never called inside a unit of work.
 *
 * @returns err: whatever was in the way. The reason goes to the log and not to whoever named the address, so that
 * nobody learns what there is in our network.
 */
export type GuardedFetch = (url: string, asked: FetchAsked) => Promise<Result<Fetched, FetchRefused>>;

/** All that anybody is told of a document that could not be fetched, whatever the reason. */
export const fetchFailed = "could not be fetched";

/** What the guarded fetch stands on. */
export interface FetchPorts extends ReachPorts {
  /** Takes the reason of each failure, for the log. */
  readonly report: (host: string, refused: FetchRefused) => void;
}

const usualTimeoutMs = 3000;

/** Exchanges under way at once in one process: a flood of addresses to fetch must not take all sockets and memory. */
const mostAtOnce = 64;

const refuse = (why: FetchFault, detail = ""): Result<never, FetchRefused> => err({ why, detail });

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

const essence = (type: string | undefined) => type?.replace(/;.*$/s, "").trim().toLowerCase() ?? "";

function judgeAnswer(answer: Exchanged, accept: readonly string[]): Result<Fetched, FetchRefused> {
  const { status, headers } = answer;
  if (status !== 200) return refuse("status", String(status));
  if ((headers["content-encoding"] ?? "identity") !== "identity") {
    return refuse("encoding", headers["content-encoding"]);
  }
  const type = essence(headers["content-type"]);
  return accept.includes(type) ? ok(answer) : refuse("type", type);
}

/** Makes the guarded fetch of a process. */
export function guardedFetch(ports: FetchPorts): GuardedFetch {
  const underWay = new Map<string, Promise<Result<Fetched, FetchRefused>>>();

  async function hop(
    address: string,
    asked: FetchAsked,
    left: { readonly redirects: number; readonly signal: AbortSignal },
  ): Promise<Result<Fetched, FetchRefused>> {
    const { accept, maxBytes } = asked;
    const answered = await reach(ports, address, { accept, maxBytes, signal: left.signal });
    if (!answered.ok) return answered;
    const { status, headers: { location } } = answered.value;
    if (!isRedirect(status) || location === undefined || left.redirects === 0) {
      return judgeAnswer(answered.value, accept);
    }
    if (!URL.canParse(location, address)) return refuse("not_a_url", "in a redirect");
    return await hop(new URL(location, address).href, asked, { ...left, redirects: left.redirects - 1 });
  }

  async function timed(address: string, asked: FetchAsked): Promise<Result<Fetched, FetchRefused>> {
    const { timeoutMs = usualTimeoutMs, redirects = 0 } = asked;
    return await within<Result<Fetched, FetchRefused>>(
      timeoutMs,
      refuse("timeout"),
      (signal) => hop(address, asked, { redirects, signal }),
    );
  }

  return async (address, asked) => {
    const key = JSON.stringify([address, asked]), known = underWay.get(key);
    if (known) return await known;
    const fetching = underWay.size >= mostAtOnce ? Promise.resolve(refuse("busy")) : timed(address, asked);
    underWay.set(key, fetching);
    try {
      const fetched = await fetching;
      if (!fetched.ok && !asked.unlogged) {
        ports.report(URL.canParse(address) ? new URL(address).host : "-", fetched.error);
      }
      return fetched;
    } finally {
      underWay.delete(key);
    }
  };
}
