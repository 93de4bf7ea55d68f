import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { selfSigned } from "./certificate.ts";
import type { Tls, WireRequest, WireResponse } from "./exchange.ts";

/** A document that our side serves. */
export interface Published {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** Our own https side: what a client has on the web. */
export interface Receiver {
  readonly origin: string;
  /** PEM of its certificate, for a server that is to trust it. */
  readonly certificate: string;
  /** Serves a document at a path of its own. @returns its address. */
  readonly publish: (path: string, document: Published) => string;
  /** Answers whatever is sent to a path of its own with an empty 200. @returns its address. */
  readonly listen: (path: string, take: (request: WireRequest) => void) => string;
  /** Answers whatever is sent to a path of its own and to those below it. @returns its address. */
  readonly answer: (path: string, answer: (request: WireRequest) => Promise<WireResponse>) => string;
  /** How often an address was asked for. */
  readonly hits: (url: string) => number;
  readonly close: () => Promise<void>;
}

const received: Published = {
  type: "text/html; charset=utf-8",
  body: "<!doctype html><title>Received</title><p>The response has arrived. This page can be closed.",
};

/** What is answered where our own side is broken. */
const brokenDown = (fault: Error): WireResponse => ({
  status: 500,
  headers: [["content-type", "text/plain"]],
  body: fault.message,
});

const tlsOf = (socket: TLSSocket): Tls => ({
  protocol: socket.getProtocol() ?? "",
  cipher: socket.getCipher().standardName,
});

async function readRequest(origin: string, request: IncomingMessage): Promise<WireRequest> {
  // Asked of the connection while it stands.
  const tls = tlsOf(request.socket as TLSSocket), parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const]
  );
  return {
    method: request.method ?? "",
    url: origin + request.url,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts).toString(),
    tls,
  };
}

/** Starts to listen on loopback. @param place.port 0: any that is free. */
export async function openReceiver(
  place: { readonly host: string; readonly port: number },
): Promise<Receiver> {
  const certificate = selfSigned(place.host);
  const documents = new Map<string, Published>([["/callback", received]]), hits = new Map<string, number>();
  const listeners = new Map<string, (request: WireRequest) => void>();
  const answering = new Map<string, (request: WireRequest) => Promise<WireResponse>>();
  const server = https.createServer(certificate, async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "https://localhost");
    hits.set(pathname, (hits.get(pathname) ?? 0) + 1);
    const listener = listeners.get(pathname);
    if (listener) {
      // Whoever gives up on the way has sent nothing.
      const whole = await readRequest(origin, request).catch(() => undefined);
      if (whole) listener(whole);
      response.writeHead(200, { "cache-control": "no-store" }).end();
      return;
    }
    const [, answer] = [...answering].find(([path]) => pathname.startsWith(`${path}/`)) ?? [];
    if (answer) {
      const whole = await readRequest(origin, request).catch(() => undefined);
      const answered = whole && await answer(whole).catch(brokenDown);
      if (!answered) return response.destroy();
      response.writeHead(answered.status, answered.headers.flat());
      response.end(answered.body);
      return;
    }
    const found = documents.get(pathname);
    response.writeHead(found ? 200 : 404, {
      "content-type": found?.type ?? "text/plain",
      "cache-control": "no-store",
    });
    response.end(found?.body ?? "There is nothing here");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (fault) => reject(new Error(`Our side cannot listen: ${fault.message}`)));
    server.listen(place.port, "127.0.0.1", resolve);
  });
  const origin = `https://${place.host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    certificate: certificate.cert,
    publish: (path, document) => {
      documents.set(path, document);
      return origin + path;
    },
    listen: (path, take) => {
      listeners.set(path, take);
      return origin + path;
    },
    answer: (path, answer) => {
      answering.set(path, answer);
      return origin + path;
    },
    hits: (url) => hits.get(new URL(url).pathname) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
