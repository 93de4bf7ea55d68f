import https from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "./certificate.ts";

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
  /** How often an address was asked for. */
  readonly hits: (url: string) => number;
  readonly close: () => Promise<void>;
}

const received: Published = {
  type: "text/html; charset=utf-8",
  body: "<!doctype html><title>Received</title><p>The response has arrived. This page can be closed.",
};

/** Starts to listen on loopback. @param place.port 0: any that is free. */
export async function openReceiver(
  place: { readonly host: string; readonly port: number },
): Promise<Receiver> {
  const certificate = selfSigned(place.host);
  const documents = new Map<string, Published>([["/callback", received]]), hits = new Map<string, number>();
  const server = https.createServer(certificate, (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "https://localhost");
    hits.set(pathname, (hits.get(pathname) ?? 0) + 1);
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
    hits: (url) => hits.get(new URL(url).pathname) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
