import { err, type Result } from "../domain/result.ts";
import type { Exchanged } from "./exchange.ts";
import { reach, type ReachFault, type ReachPorts, within } from "./reach.ts";

/** One request to an endpoint of an upstream. */
export interface EndpointAsked {
  /** Sent with POST; without form and body the method is GET. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent with POST as it is: JSON, or nothing at all. */
  readonly body?: { readonly json?: string };
  /** Media types that are asked for; JSON where nothing is said. */
  readonly accept?: readonly string[];
  /** Further headers, by name in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whoever asks tells of a failure themselves, so that it is not logged here as well. */
  readonly unlogged?: boolean;
}

/** Why an endpoint gave no answer. All of it is for the log. */
export interface RequestRefused {
  readonly why: ReachFault | "busy";
  readonly detail: string;
}

/**
 * Sends one request to an endpoint that an upstream named, and reads what it answers, whatever the status. Nothing is
 * followed, and nothing is sent twice. Never called inside a unit of work.
 *
 * @returns err: nobody answered.
 */
export type GuardedRequest = (
  url: string,
  asked: EndpointAsked,
) => Promise<Result<Exchanged, RequestRefused>>;

/** For everything together, name resolution included. */
const timeoutMs = 5000;

/** What is read of an answer at most: tokens and claims of one person. */
const maxBytes = 131_072;

/** Requests under way at once in one process: what hangs must not take all sockets and memory. */
const mostAtOnce = 64;

/** Of those, the ones to one host: an upstream that hangs, or is held up by strangers, must not keep people from the others. */
const mostAtOneHost = 16;

/** Makes the guarded request of a process. @param ports.report Takes the reason of each failure, for the log. */
export function guardedRequest(
  ports: ReachPorts & { readonly report: (host: string, refused: RequestRefused) => void },
): GuardedRequest {
  let underWay = 0;
  const atHost = new Map<string, number>();
  const send = async (
    host: string,
    url: string,
    { form, body, headers, accept = ["application/json"] }: EndpointAsked,
  ): ReturnType<GuardedRequest> => {
    const there = atHost.get(host) ?? 0;
    if (underWay >= mostAtOnce || there >= mostAtOneHost) return err({ why: "busy", detail: "" });
    underWay++;
    atHost.set(host, there + 1);
    try {
      return await within<Result<Exchanged, RequestRefused>>(
        timeoutMs,
        err({ why: "timeout", detail: "" }),
        (signal) => reach(ports, url, { accept, maxBytes, form, body, headers, signal }),
      );
    } finally {
      underWay--;
      const left = atHost.get(host)! - 1;
      if (left > 0) atHost.set(host, left);
      else atHost.delete(host);
    }
  };
  return async (url, asked) => {
    const host = URL.parse(url)?.host ?? "-", answered = await send(host, url, asked);
    if (!answered.ok && !asked.unlogged) ports.report(host, answered.error);
    return answered;
  };
}
