/**
 * Servers that go by the host names of their documentation, on one loopback port. Whatever asks them takes the real
 * guarded ways out, by real sockets: only the resolver is ours, and scheme and port stand for https on 443.
 */
import { type GuardedFetch, guardedFetch } from "../../src/outbound/guarded_fetch.ts";
import { type GuardedRequest, guardedRequest } from "../../src/outbound/guarded_request.ts";

/** Answers a request. @param url Its documented address. */
export type Answer = (url: URL, request: Request) => Response | Promise<Response>;

/** Servers that run. Disposing of them ends them. */
export interface DocumentedHosts extends AsyncDisposable {
  readonly fetch: GuardedFetch;
  readonly request: GuardedRequest;
  /** Lets somebody answer at these host names from now on. */
  readonly serve: (hostnames: readonly string[], answer: Answer) => void;
}

/** Starts without any. */
export function startDocumentedHosts(): DocumentedHosts {
  const at = new Map<string, Answer>(), allowed: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { hostname, pathname, search } = new URL(request.url), answer = at.get(hostname);
    return await answer?.(new URL(`https://${hostname}${pathname}${search}`), request) ??
      new Response(null, { status: 404 });
  });
  const { port } = server.addr;
  const ports = {
    rules: { allowed, ports: [443], own: [] },
    resolve: (host: string) =>
      Promise.resolve(at.has(host) ? [{ address: "127.0.0.1", family: 4 as const }] : []),
    authorities: undefined,
    report: () => {},
  };
  const fetch = guardedFetch(ports), request = guardedRequest(ports);
  const led = (address: string) => {
    const url = new URL(address);
    if (!at.has(url.hostname)) return address;
    url.protocol = "http:";
    url.port = String(port);
    return url.href;
  };
  return {
    fetch: (address, asked) => fetch(led(address), asked),
    request: (address, asked) => request(led(address), asked),
    serve: (hostnames, answer) => {
      for (const hostname of hostnames) {
        if (!at.has(hostname)) allowed.push(`${hostname}:${port}`);
        at.set(hostname, answer);
      }
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
