import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import { err, ok, type Result } from "../domain/result.ts";
import type { Address } from "./resolve.ts";

/** One request, to addresses that were judged. */
export interface ExchangeAsked {
  readonly url: URL;
  readonly accept: readonly string[];
  readonly maxBytes: number;
  /** Sent with POST; without form and body the method is GET. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Sent with POST as it is: JSON, or nothing at all. */
  readonly body?: { readonly json?: string } | undefined;
  /** Further headers, by name in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further certificate authorities as PEM. */
  readonly authorities: string | undefined;
  readonly signal: AbortSignal;
}

/** An answer, whatever its status. */
export interface Exchanged {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type ExchangeFault = "unreachable" | "timeout" | "too_large";

interface Broken {
  readonly why: ExchangeFault;
  readonly detail: string;
}

/** Hands out the judged address and nothing else, whatever name is asked for; the certificate still has to be the name's. */
const pinned = ({ address, family }: Address): LookupFunction => (_host, options, callback) =>
  options.all ? callback(null, [{ address, family }]) : callback(null, address, family);

const singleHeaders = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => typeof value === "string" ? [[name, value]] : []),
  );

/** The body of an answer, or undefined as soon as it is longer than it may be. */
async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  chunks.reduce((at, chunk) => (body.set(chunk, at), at + chunk.length), 0);
  return body;
}

function exchangeWith(address: Address, asked: ExchangeAsked): Promise<Result<Exchanged, Broken>> {
  const { url, accept, maxBytes, form, body, headers, authorities, signal } = asked,
    secure = url.protocol === "https:";
  const { promise, resolve } = Promise.withResolvers<Result<Exchanged, Broken>>();
  // A socket from a pool was judged for another call, so each call has an agent of its own, which keeps none.
  const agent = secure ? new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 }) : new HttpAgent();
  const trust = secure && authorities !== undefined ? { ca: [...rootCertificates, authorities] } : {};
  const sent = (secure ? httpsRequest : httpRequest)({
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port || (secure ? 443 : 80),
    path: url.pathname + url.search,
    method: form || body ? "POST" : "GET",
    // A compressed body could be far larger than it looks.
    headers: {
      ...headers,
      host: url.host,
      accept: accept.join(", "),
      "accept-encoding": "identity",
      "user-agent": "Latchkey",
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      ...(body?.json === undefined ? {} : { "content-type": "application/json" }),
    },
    lookup: pinned(address),
    agent,
    ...trust,
  });
  const settle = (result: Result<Exchanged, Broken>) => {
    resolve(result);
    signal.removeEventListener("abort", late);
    sent.destroy();
    agent.destroy();
  };
  const late = () => settle(err({ why: "timeout", detail: "" }));
  signal.addEventListener("abort", late);
  const broken = (fault: Error & { code?: string }) =>
    settle(err({ why: "unreachable", detail: fault.code ?? fault.message }));
  sent.on("error", broken);
  sent.on("response", async (answer: IncomingMessage) => {
    answer.on("error", broken);
    try {
      const body = await readBody(answer, maxBytes);
      settle(
        body
          ? ok({ status: answer.statusCode ?? 0, headers: singleHeaders(answer), body })
          : err({ why: "too_large", detail: `more than ${maxBytes} bytes` }),
      );
    } catch (fault) {
      broken(fault as Error);
    }
  });
  sent.end(form ? new URLSearchParams(form).toString() : body?.json);
  return promise;
}

/**
 * Sends one request and reads the answer, following nothing.
 *
 * @param addresses Tried in order, until one can be connected to.
 */
export async function exchange(
  addresses: readonly Address[],
  asked: ExchangeAsked,
): Promise<Result<Exchanged, Broken>> {
  let last: Result<Exchanged, Broken> = err({ why: "unreachable", detail: "no address" });
  for (const address of addresses) {
    if (asked.signal.aborted) return err({ why: "timeout", detail: "" });
    last = await exchangeWith(address, asked);
    if (last.ok || last.error.why !== "unreachable") return last;
  }
  return last;
}
